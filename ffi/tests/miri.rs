//! Runs the tests of memory.rs under Miri where a nightly toolchain has it.

mod support;

use std::process::Command;

#[test]
fn no_access_of_the_border_is_undefined() {
    let installed = Command::new("rustup").args(["component", "list", "--installed", "--toolchain", "nightly"]).output();
    if !installed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("miri")) {
        println!("skipped: rustup toolchain install nightly --component miri --component rust-src");
        return;
    }
    let mut miri = Command::new("rustup");
    miri.args(["run", "nightly", "cargo", "miri", "test", "--quiet", "--package", "wxpay-ffi", "--test", "memory", "--target-dir"]);
    // What the running cargo tells its children is about another toolchain.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO") || name.starts_with("RUST")) {
        if !["CARGO_HOME", "RUSTUP_HOME"].contains(&name.as_str()) {
            miri.env_remove(name);
        }
    }
    let printed = support::passed(miri.arg(support::library().with_file_name("miri")).current_dir(support::root()));
    assert!(printed.contains("6 passed; 0 failed"), "{printed}");
}
