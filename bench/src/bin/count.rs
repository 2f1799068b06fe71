//! Does one piece of work N times: `count sign 1000`. The table runs it under callgrind, twice with different N, so that
//! start-up cancels.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use wxpay_bench::subject::{Desk, SUBJECTS};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, times] = arguments.as_slice() else {
        return usage();
    };
    let (Some(subject), Ok(times)) = (SUBJECTS.iter().find(|subject| subject.name == *name), times.parse::<u32>()) else {
        return usage();
    };
    let mut desk = Desk::new();
    for _ in 0..times {
        (subject.run)(&mut desk);
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let names: Vec<&str> = SUBJECTS.iter().map(|subject| subject.name).collect();
    eprintln!("usage: count SUBJECT TIMES, where SUBJECT is one of {}", names.join(", "));
    ExitCode::FAILURE
}
