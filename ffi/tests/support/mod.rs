//! The library as it is shipped, and the C programs that are compiled against it.
#![allow(dead_code, reason = "not every test binary needs all of it")]

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Werror", "-pedantic"];

/// Everything the library offers; nothing else may be seen of it.
pub(crate) const EXPORTS: [&str; 14] = [
    "wxp_abi",
    "wxp_canonical",
    "wxp_code_name",
    "wxp_code_sentence",
    "wxp_decode_unverified",
    "wxp_decode_verified",
    "wxp_encode",
    "wxp_encode_signed",
    "wxp_expect",
    "wxp_get",
    "wxp_mini_program",
    "wxp_next",
    "wxp_sign",
    "wxp_verify",
];

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("ffi lives in the workspace")
}

/// The folder with libwxpay.so and libwxpay.a, built as they are shipped.
pub(crate) fn library() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo's folder");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--release", "--package", "wxpay-ffi", "--target-dir"]).arg(target).current_dir(root());
        passed(&mut cargo);
        target.join("release")
    })
}

/// A compiler with the standard it is held to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compiler(pub(crate) &'static str, pub(crate) &'static str);

pub(crate) const C: Compiler = Compiler("cc", "-std=c99");
pub(crate) const CPP: Compiler = Compiler("c++", "-std=c++11");

/// How a test program is built and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Plain,
    Sanitized,
    Valgrind,
}

/// Says why a test is not run where a tool is missing.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !there {
        println!("skipped: {program} is not installed");
    }
    there
}

/// Compiles `sources` with all warnings as errors and links them with the static library.
pub(crate) fn program(compiler: Compiler, way: Way, sources: &[PathBuf], name: &str) -> PathBuf {
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{way:?}"));
    let mut command = Command::new(compiler.0);
    command.arg(compiler.1).args(STRICT).args(["-g", "-O1", "-pthread"]).arg("-I").arg(root().join("include")).args(sources);
    if way == Way::Sanitized {
        command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
    }
    command.arg(library().join("libwxpay.a")).arg("-o").arg(&made);
    passed(&mut command);
    made
}

/// Runs a program made by [`program`].
pub(crate) fn run(program: &Path, way: Way, input: &[u8]) -> String {
    let mut command = if way == Way::Valgrind {
        let mut command = Command::new("valgrind");
        command.args(["-q", "--error-exitcode=99", "--leak-check=full"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input).expect("the program reads everything"));
        child.wait_with_output().expect("the program ends")
    });
    checked(&command, &output)
}

/// Runs a command that must succeed; what it printed.
pub(crate) fn passed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    checked(command, &output)
}

fn checked(command: &Command, output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let end: String = text.chars().skip(text.chars().count().saturating_sub(2000)).collect();
    assert!(output.status.success(), "{command:?}: {}\n{end}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    text
}

/// A file or folder of the C tests.
pub(crate) fn source(name: &str) -> PathBuf {
    root().join("ffi/tests/c").join(name)
}

/// Writes a source that a test made.
pub(crate) fn made_source(name: impl AsRef<OsStr>, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.as_ref());
    fs::write(&path, text).expect("cargo's folder for tests is writable");
    path
}
