#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod border;
pub mod client;
mod error;
mod fields;
mod flat;
mod key;
mod kind;
mod message;
mod order;
mod out;
mod scan;
#[cfg(feature = "serde")]
mod serde;
mod sign;
mod xml;

#[cfg(feature = "serde")]
pub use self::serde::{from_flat, to_flat};
pub use error::{Code, Error};
pub use fields::{Fields, MAX_FIELDS, MAX_NAME, MAX_TEXT};
pub use flat::Flat;
pub use key::{ApiKey, SignType};
pub use kind::Kind;
pub use message::{Verified, decode_verified_into, encode_signed_into, verify_into};
#[cfg(feature = "alloc")]
pub use message::{decode_verified, encode_signed, verify};
#[cfg(feature = "alloc")]
pub use sign::canonical;
pub use sign::{Signature, canonical_into, sign};
#[cfg(feature = "alloc")]
pub use xml::{decode_unverified, encode};
pub use xml::{decode_unverified_into, encode_into};

/// The examples of the project's README are compiled too.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Makes a `String` with a function that writes into a buffer: first into one of the likely size.
#[cfg(feature = "alloc")]
fn text(likely: usize, write: impl Fn(&mut [u8]) -> Result<usize, Error>) -> Result<alloc::string::String, Error> {
    let mut bytes = alloc::vec![0; likely];
    let written = write(&mut bytes).or_else(|error| {
        bytes.resize(error.needed().ok_or(error)?, 0);
        write(&mut bytes)
    })?;
    bytes.truncate(written);
    alloc::string::String::from_utf8(bytes).map_err(|_| Error::new(Code::Internal))
}
