//! The hard gates: properties of the sources and of the built library that must never be lost, each a check that can fail.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use object::{Object as _, ObjectSymbol as _};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::java::{self, Jars, Step};
use crate::run::{run, tell};
use crate::tools::{RustPart, rust_part};
use crate::{cargo, root};

type Gate = (&'static str, fn(&Jars) -> Result<()>);

const GATES: &[Gate] = &[
    ("core without std on bare metal and in WASM", core_without_std),
    ("unsafe only where it may live", unsafe_only_where_it_may_live),
    ("no thread-local destructor in the native library", no_thread_local_destructor),
    ("no panic in the native library", no_panic),
    ("native library at most 350 KB", small),
];

/// Folders with Rust sources, and the only files in them that may say `unsafe`. The tests of the C face call it as C does.
const SOURCES: &[&str] = &["bench", "core", "ffi/src", "java", "tests", "wasm", "xtask"];
const UNSAFE: &[&str] = &["ffi/src/export.rs", "ffi/src/raw.rs", "java/src/env.rs"];

/// A library that asks the system for these crashes or leaks the JVM when Tomcat reloads the application.
const FATAL_TO_RELOADS: &[&str] = &["pthread_key_create", "pthread_setspecific", "__cxa_thread_atexit_impl"];
/// Parts of names that are in every library that can panic.
const PANICS: &[&str] = &["panic", "rust_begin_unwind", "unwrap_failed", "expect_failed", "slice_index", "slice_error_fail"];
/// Proof that the library still has its symbols.
const A_METHOD: &str = "Java_io_github_wxpaycore_Native_abi";
const LARGEST: u64 = 350 * 1024;

/// Runs every gate and returns the numbers of good and bad ones; the bad ones have been explained.
pub(crate) fn all() -> Result<(usize, usize)> {
    let jars = java::build(root(), &[Step::Native])?;
    let mut bad = 0;
    for (title, gate) in GATES {
        let result = gate(&jars);
        tell(result.is_ok(), title);
        if let Err(error) = result {
            eprintln!("    {error:#}");
            bad += 1;
        }
    }
    Ok((GATES.len() - bad, bad))
}

/// WASM's target has a std that does nothing, so only bare metal shows that nobody asks for one.
fn core_without_std(_: &Jars) -> Result<()> {
    for (target, features) in [("thumbv7m-none-eabi", ""), ("thumbv7m-none-eabi", "serde"), ("wasm32-unknown-unknown", "")] {
        rust_part(RustPart::Target(target))?;
        let mut build = cargo();
        build.args(["build", "--package=wxpay-core", "--no-default-features", "--features", features, "--target", target]);
        run(format!("core for {target} {features}").trim(), &mut build)?;
    }
    Ok(())
}

fn unsafe_only_where_it_may_live(_: &Jars) -> Result<()> {
    let library = fs::read_to_string(root().join("core/src/lib.rs"))?;
    ensure!(library.contains("#![forbid(unsafe_code)]"), "core/src/lib.rs does not forbid unsafe code");
    let mut files = Vec::new();
    for folder in SOURCES {
        rust_files(&root().join(folder), &mut files)?;
    }
    ensure!(!files.is_empty(), "no source found");
    for file in files {
        let name = file.strip_prefix(root())?.to_string_lossy().into_owned();
        let source = fs::read_to_string(&file)?;
        if !UNSAFE.contains(&name.as_str()) && says_unsafe(&source).with_context(|| name.clone())? {
            bail!("{name} contains unsafe code; only {} may", UNSAFE.join(", "));
        }
    }
    Ok(())
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether there is unsafe code. Comments and strings may say what they like; `#[unsafe(no_mangle)]` only exports a name.
fn says_unsafe(source: &str) -> Result<bool> {
    let tokens = TokenStream::from_str(source).map_err(|error| anyhow!("{error}"))?;
    Ok(tokens_say_unsafe(tokens))
}

fn tokens_say_unsafe(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Ident(word) => word == "unsafe" && !matches!(tokens.peek(), Some(TokenTree::Group(next)) if is_list(next)),
            TokenTree::Group(group) => tokens_say_unsafe(group.stream()),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

fn is_list(group: &Group) -> bool {
    group.delimiter() == Delimiter::Parenthesis
}

fn no_thread_local_destructor(jars: &Jars) -> Result<()> {
    let bytes = fs::read(&jars.native)?;
    let library = object::File::parse(&*bytes).context("the native library cannot be read")?;
    let exported = names(library.dynamic_symbols().filter(|symbol| symbol.is_definition()));
    ensure!(exported.iter().any(|name| name == A_METHOD), "the native library does not export {A_METHOD}");
    let wanted = names(library.dynamic_symbols().filter(|symbol| symbol.is_undefined()));
    let fatal: Vec<String> = wanted.into_iter().filter(|name| FATAL_TO_RELOADS.contains(&name.as_str())).collect();
    ensure!(fatal.is_empty(), "the native library asks for {}", fatal.join(", "));
    Ok(())
}

fn no_panic(_: &Jars) -> Result<()> {
    let bytes = fs::read(java::unstripped(root()))?;
    let library = object::File::parse(&*bytes).context("the native library cannot be read")?;
    let symbols = names(library.symbols());
    ensure!(symbols.iter().any(|name| name == A_METHOD), "the native library has lost its symbols, nothing can be proved");
    let panics: Vec<String> = symbols.into_iter().filter(|name| can_panic(name)).collect();
    ensure!(panics.is_empty(), "the native library can panic: {}", panics.join(", "));
    Ok(())
}

fn can_panic(symbol: &str) -> bool {
    PANICS.iter().any(|part| symbol.contains(part))
}

fn small(jars: &Jars) -> Result<()> {
    let length = fs::metadata(&jars.native)?.len();
    ensure!(length <= LARGEST, "the stripped native library has {length} bytes");
    Ok(())
}

/// Names as a C programmer writes them: macOS puts a `_` before each.
fn names<'data>(symbols: impl Iterator<Item = impl object::ObjectSymbol<'data>>) -> Vec<String> {
    let prefix = if cfg!(target_os = "macos") { "_" } else { "" };
    symbols.filter_map(|symbol| Some(symbol.name().ok()?.strip_prefix(prefix)?.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_is_found_in_code_only() {
        assert!(says_unsafe("fn f() { if true { unsafe { g() } } }").unwrap());
        assert!(says_unsafe("unsafe impl Send for X {}").unwrap());
        assert!(!says_unsafe("#[unsafe(no_mangle)] fn f() {}").unwrap());
        assert!(!says_unsafe("#![forbid(unsafe_code)] /* unsafe */ const A: &str = \"unsafe { }\"; // unsafe").unwrap());
    }

    #[test]
    fn this_program_can_panic_and_the_gate_would_see_it() {
        let bytes = fs::read(std::env::current_exe().unwrap()).unwrap();
        let program = object::File::parse(&*bytes).unwrap();
        assert!(names(program.symbols()).iter().any(|name| can_panic(name)));
        assert!(!can_panic(A_METHOD));
    }
}
