//! What is measured, and beside what: `cargo run -p wxpay-bench --release --bin table` makes the table.
//!
//! `sample` is the traffic, `peers` are the others, `subject` is each of both as one piece of work. Time
//! (`benches/time.rs`) and instructions (`bin/count.rs`) run the same subjects; `bin/table.rs` runs both and puts them
//! side by side.
#![forbid(unsafe_code)]

pub mod peers;
pub mod sample;
pub mod subject;
