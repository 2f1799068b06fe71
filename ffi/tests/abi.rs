//! The interface in `include/wxpay.h` against the committed one, as libabigail compares libraries: whoever compiled against
//! that one need not compile again.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::EXPORTS;

const COMMITTED: &str = "ffi/tests/c/wxpay.abi";

#[test]
#[cfg_attr(not(target_pointer_width = "64"), ignore = "the committed one is of a machine with 64 bits")]
fn compiled_programs_go_on_working() {
    if !support::has("abidw") || !support::has("abidiff") {
        return;
    }
    let fresh = description();
    let mut abidiff = Command::new("abidiff");
    abidiff.args(["--no-added-syms", "--no-architecture"]).arg(support::root().join(COMMITTED)).arg(&fresh);
    let output = abidiff.output().expect("abidiff runs");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{report}\nIf it must be: count WXP_ABI up in ffi/src/types.rs and copy {} to {COMMITTED}",
        fresh.display()
    );
    let committed = fs::read_to_string(support::root().join(COMMITTED)).expect("the interface is there");
    for name in EXPORTS {
        assert!(committed.contains(&format!("'of_{name}'")), "{name} is new: copy {} to {COMMITTED}", fresh.display());
    }
}

/// What abidw tells of the types of every function and both enums, as a C compiler sees them. The debug information of
/// the library itself speaks of Rust's types.
fn description() -> PathBuf {
    let functions: String = EXPORTS.iter().map(|name| format!("__typeof__({name}) *const of_{name} = {name};\n")).collect();
    let text = format!("#include \"wxpay.h\"\nenum wxp_code codes;\nenum wxp_kind kinds;\n{functions}");
    let source = support::made_source("interface.c", &text);
    let library = source.with_extension("so");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut cc = Command::new("cc");
    cc.args(["-g", "-shared", "-fPIC", "-I"]).arg(support::root().join("include")).arg("interface.c").arg("-o").arg(&library);
    support::passed(cc.current_dir(folder));
    let made = source.with_extension("abi");
    let mut abidw = Command::new("abidw");
    abidw.args(["--no-show-locs", "--no-comp-dir-path", "--no-corpus-path", "--no-elf-needed", "--no-write-default-sizes"]);
    support::passed(abidw.arg(&library).arg("--out-file").arg(&made));
    made
}
