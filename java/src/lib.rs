//! The JNI border: the native methods of `io.github.wxpaycore.Native`.
//!
//! A method copies its byte arrays, calls one function of [`wxpay_core::border`] and returns the answer as a new array;
//! it knows nothing about the protocol. `native` holds the methods, `call` the way of the bytes, `env` every call into
//! the JVM and with it all `unsafe`.
//!
//! Nothing here allocates, panics, throws, keeps state or touches thread-local storage: a library that registers a
//! thread-local destructor takes the JVM down when a web application is reloaded. So there is no standard library, and
//! the only symbols asked of the system are those of memcpy: one file serves glibc and musl.
#![no_std]

/// For tests and while developing, where another member of the workspace may bring the standard library in anyway.
#[cfg(any(panic = "unwind", debug_assertions))]
extern crate std;

mod call;
mod env;
mod native;

/// Never reached: the release library has no panic in it (a check looks for the symbols). `no_std` demands the item.
#[cfg(not(any(panic = "unwind", debug_assertions)))]
#[panic_handler]
fn never(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
