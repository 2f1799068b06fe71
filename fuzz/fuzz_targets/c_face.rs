#![no_main]
#![allow(dead_code, unreachable_pub, unsafe_op_in_unsafe_fn, reason = "the sources, as the library has them")]

#[path = "../../ffi/src/export.rs"]
mod export;
#[path = "../../ffi/tests/guarded/mod.rs"]
mod guarded;
#[path = "../../ffi/src/raw.rs"]
mod raw;
#[path = "../../ffi/src/text.rs"]
mod text;
#[path = "../../ffi/src/types.rs"]
mod types;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guarded::c_face(bytes));
