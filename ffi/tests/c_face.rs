//! The fuzz target of the C face on the corpus and small changes to it.
#![allow(clippy::undocumented_unsafe_blocks, reason = "each is a call under the contract of wxpay.h")]
#![allow(unsafe_code, unsafe_op_in_unsafe_fn, unreachable_pub, dead_code, reason = "the sources, as the library has them")]

#[path = "../src/export.rs"]
#[rustfmt::skip]
mod export;
mod guarded;
#[path = "../src/raw.rs"]
mod raw;
#[path = "../src/text.rs"]
mod text;
#[path = "../src/types.rs"]
mod types;

use wxpay_tests::fuzz::{seeds::SEEDS, smoke::smoke};

#[test]
fn any_arguments() {
    let (name, seed) = SEEDS.iter().find(|known| known.0 == "c_face").expect("its seeds");
    smoke(name, guarded::c_face, *seed, 100_000);
}

/// Found by libFuzzer: of two faults the limit is told first, here as in C.
#[test]
fn a_list_that_is_too_long_and_no_text() {
    let head = [&[4, 0, 7, 4, 0][..], b"0123456789abcdefghijklmnopqrstuv\0\0"].concat();
    for fields in [1024, 1025] {
        guarded::c_face(&[&head[..], &b"a\0b\0".repeat(fields - 1), b"\xFF\0b\0"].concat());
    }
}
