//! The fuzz targets on the corpus and small changes to it, so that every run of the tests sees them alive.

use wxpay_tests::fuzz::{self, seeds::SEEDS, smoke::smoke};

fn run(name: &str, target: fn(&[u8]), changed: usize) {
    let (_, seed) = SEEDS.iter().find(|known| known.0 == name).expect("a target has its seeds");
    smoke(name, target, *seed, changed);
}

#[test]
fn read() {
    run("read", fuzz::read, 100_000);
}

#[test]
fn sign() {
    run("sign", fuzz::sign, 100_000);
}

#[test]
fn verify() {
    run("verify", fuzz::verify, 100_000);
}

#[test]
fn flat() {
    run("flat", fuzz::flat, 100_000);
}

#[test]
fn one_reading() {
    run("one_reading", fuzz::one_reading, 20_000);
}
