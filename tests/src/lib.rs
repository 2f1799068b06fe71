//! What tests and fuzz targets share: the kinds as plain data, and every reading of a signed string by trying.
#![forbid(unsafe_code)]

pub mod reading;
