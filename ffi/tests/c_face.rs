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
