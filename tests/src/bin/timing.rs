//! Does the time of a verification tell where a wrong signature differs? Measured in the manner of dudect: two classes,
//! drawn at random, the same memory for both, Welch's t over the times; the slowest tenth is noise of the machine.
//!
//! `timing SAMPLES` measures the library beside a control that differs in one thing only, the comparison: `==`. The
//! control must show, or the measurement is too coarse to prove anything.
#![forbid(unsafe_code)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use wxpay_core::{ApiKey, Fields, Kind, sign, verify_into};

/// Verifications in one measurement.
const BATCH: u32 = 100;
/// The customary limit: above it, classes differ.
const LEAK: f64 = 4.5;
const FIELDS: [(&str, &str); 1] = [("a", "1")];

fn main() -> ExitCode {
    let samples = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let key = ApiKey::hmac_sha256("0123456789abcdefghijklmnopqrstuv").expect("a key");
    let right = sign(Fields::new(&FIELDS).expect("fit"), &key).expect("it can be signed").as_str().to_owned();
    // The first digit wrong, the last digit wrong.
    let classes = [changed(&right, 0), changed(&right, right.len() - 1)];
    let ours = measure(samples, &classes, |candidate| {
        let pairs = [FIELDS[0], ("sign", candidate)];
        Fields::new(&pairs).and_then(|fields| verify_into(fields, &key, Kind::Unlisted, &mut [0; 256]).map(drop)).is_ok()
    });
    let control = measure(samples, &classes, |candidate| {
        let pairs = [FIELDS[0], ("sign", candidate)];
        Fields::new(&pairs).and_then(|fields| sign(fields, &key)).is_ok_and(|signature| plainly_equal(signature.as_str(), candidate))
    });
    println!(
        "{samples} samples of {BATCH}: |t| = {:.1} for verify, {:.1} for the control with `==`; {LEAK} is the limit",
        ours.abs(),
        control.abs()
    );
    if ours.abs() < LEAK && control.abs() > LEAK { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// As anybody would write it.
#[inline(never)]
fn plainly_equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| a == b)
}

fn changed(right: &str, at: usize) -> String {
    let other = if right.as_bytes()[at] == b'0' { "1" } else { "0" };
    [&right[..at], other, &right[at + 1..]].concat()
}

/// Welch's t between the times of the two classes.
fn measure(samples: usize, classes: &[String; 2], mut works: impl FnMut(&str) -> bool) -> f64 {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut candidate = classes[0].clone();
    let mut times: Vec<(usize, f64)> = Vec::with_capacity(samples);
    for _ in 0..samples {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let class = (random >> 32 & 1) as usize;
        candidate.clear();
        candidate.push_str(&classes[class]);
        let start = Instant::now();
        for _ in 0..BATCH {
            black_box(works(black_box(&candidate)));
        }
        times.push((class, start.elapsed().as_nanos() as f64));
    }
    let mut sorted: Vec<f64> = times.iter().map(|sample| sample.1).collect();
    sorted.sort_by(f64::total_cmp);
    let limit = sorted[samples * 9 / 10];
    let [a, b] = [0, 1].map(|class| {
        let kept: Vec<f64> = times.iter().filter(|sample| sample.0 == class && sample.1 <= limit).map(|sample| sample.1).collect();
        let count = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / count;
        (mean, kept.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0) / count)
    });
    (a.0 - b.0) / (a.1 + b.1).sqrt()
}
