//! What the library is compared with.

mod read;
mod write;

use md5::{Digest, Md5};

pub use read::read;
pub use write::write;

/// The digest alone, as `md-5` gives it.
#[must_use]
pub fn md5(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}

/// A digest in the digits of the protocol.
#[must_use]
pub fn upper_hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}
