//! What the fuzz targets hold the library to, each a function of any bytes. `fuzz/` feeds them by libFuzzer, `tests/smoke.rs`
//! with the corpus and small changes to it. The target of the C face is in `ffi/tests/guarded`, since it is full of pointers.
#![allow(clippy::missing_panics_doc, reason = "a finding is a panic")]

mod flat;
mod one_reading;
mod read;
pub mod seeds;
mod sign;
pub mod smoke;
mod verify;

pub use flat::flat;
pub use one_reading::one_reading;
pub use read::read;
pub use sign::sign;
pub use verify::verify;

/// The secret of all targets that need one.
pub const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Names and values of `(name NUL value NUL)*`.
fn pairs_of(flat: &str) -> Option<Vec<(&str, &str)>> {
    let parts: Vec<&str> = flat.split('\0').collect();
    let whole = parts.len() % 2 == 1 && parts.last() == Some(&"");
    whole.then(|| parts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
}
