//! Time, by criterion; all that is compared runs one after the other in one process.
#![forbid(unsafe_code)]

use std::time::Duration;

use criterion::Criterion;
use wxpay_bench::subject::{Desk, SUBJECTS};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(600))
        .sample_size(100)
        .configure_from_args();
    let mut desk = Desk::new();
    let mut group = criterion.benchmark_group("time");
    for subject in SUBJECTS {
        group.bench_function(subject.name, |bencher| bencher.iter(|| (subject.run)(&mut desk)));
    }
    group.finish();
    criterion.final_summary();
}
