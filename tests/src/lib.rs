//! What tests, fuzz targets and `cargo xtask` share: the corpus as data, the line format of its answers, other people's
//! parsers, the kinds as plain data with every reading of a signed string, and what the fuzz targets do.
#![forbid(unsafe_code)]

pub mod answer;
pub mod corpus;
pub mod fuzz;
pub mod notice;
pub mod parsers;
pub mod reading;
