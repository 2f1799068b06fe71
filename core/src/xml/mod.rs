//! The XML of the protocol: one flat list of fields under one root.

mod markup;
mod read;
mod row;
mod text;
mod usual;
mod write;

#[cfg(feature = "alloc")]
pub use read::decode_unverified;
pub use read::decode_unverified_into;
pub(crate) use read::{Strictness, decode};
#[cfg(feature = "alloc")]
pub use write::encode;
pub use write::encode_into;
#[cfg(feature = "alloc")]
pub(crate) use write::plain_size;
pub(crate) use write::write;
