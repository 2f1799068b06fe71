//! libwxpay: the C border of wxpay-core. The manual is `include/wxpay.h`, which is made from these files.
//! An export reads the caller's arguments, calls one function of the core and hands back a number. Nothing allocates, panics,
//! keeps state or asks the system for more than memcpy and its like, so there is no standard library.
#![no_std]
#![allow(unreachable_pub, unsafe_code, unsafe_op_in_unsafe_fn, reason = "exports, which call raw under the contract in wxpay.h")]
#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

#[cfg(any(panic = "unwind", debug_assertions))] // where other members of the workspace may bring it in anyway
extern crate std;

#[rustfmt::skip] // arguments are grouped as C programmers read them
mod export;
mod raw;
mod text;
mod types;

/// Never reached: the release library has no panic in it (a check looks for the symbols). `no_std` demands the item.
#[cfg(not(any(panic = "unwind", debug_assertions)))]
#[panic_handler]
fn never(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
