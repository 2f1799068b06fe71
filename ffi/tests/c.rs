//! The header, the shipped library and programs in C and C++.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use object::{Object as _, ObjectSymbol as _};
use support::{C, CPP, Compiler, EXPORTS, Way};
use wxpay_core::{Code, Kind};

/// A file for each subject.
const ABUSE: [&str; 5] = ["abuse.c", "memory.c", "nothing.c", "numbers.c", "threads.c"];

fn abuse(way: Way) {
    let program = support::program(C, way, &ABUSE.map(|name| support::source("abuse").join(name)), "abuse");
    assert_eq!(support::run(&program, way, b""), "all refused as they should be\n");
}

#[test]
fn abuse_is_refused() {
    abuse(Way::Plain);
}

#[test]
fn abuse_is_refused_under_sanitizers() {
    abuse(Way::Sanitized);
}

#[test]
fn abuse_is_refused_under_valgrind() {
    if support::has("valgrind") {
        abuse(Way::Valgrind);
    }
}

#[test]
fn cpp_gives_the_same() {
    for way in [Way::Plain, Way::Sanitized] {
        let program = support::program(CPP, way, &[support::source("cpp.cpp")], "cpp");
        assert_eq!(support::run(&program, way, b""), "the same through C++\n");
    }
}

#[test]
fn headers_are_clean_for_every_compiler() {
    let c = support::made_source("only-header.c", "#include \"wxpay.h\"\nint main(void) { return 0; }\n");
    let cpp = support::made_source("only-header.cpp", "#include \"wxpay.h\"\n#include \"wxpay.hpp\"\nint main() { return 0; }\n");
    let compilers = [
        (Compiler("gcc", "-std=c99"), &c),
        (Compiler("gcc", "-std=gnu17"), &c),
        (Compiler("clang", "-std=c99"), &c),
        (Compiler("g++", "-std=c++11"), &cpp),
        (Compiler("g++", "-std=c++20"), &cpp),
        (Compiler("clang++", "-std=c++11"), &cpp),
    ];
    let mut tried = 0;
    for (compiler, source) in compilers {
        if support::has(compiler.0) {
            support::program(compiler, Way::Plain, std::slice::from_ref(source), "only-header");
            tried += 1;
        }
    }
    assert!(tried > 0, "there is no compiler");
}

/// The program in the manual, taken out of it as it stands. Its signature is one of `md5sum`'s.
#[test]
fn the_example_of_the_manual_runs() {
    let header = fs::read_to_string(support::root().join("include/wxpay.h")).expect("the header is there");
    let manual = header.split_once("*/").expect("the manual comes first").0;
    let lines = manual.lines().skip_while(|line| !line.contains("#include")).map(|line| line.strip_prefix(" *     ").unwrap_or_default());
    let source = support::made_source("example.c", &(lines.collect::<Vec<_>>().join("\n") + "\n"));
    let program = support::program(C, Way::Plain, &[source], "example");
    let printed = support::run(&program, Way::Plain, b"");
    let (order, outcome) = printed.split_once('\n').expect("two lines");
    let signed = "appid=wxd930ea5d5a258f4f&mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA&out_trade_no=1415659990";
    let text = support::made_source("example.txt", &format!("{signed}&key=192006250b4c09247ec02edce69f6a2d"));
    let sum = support::passed(Command::new("md5sum").arg(text));
    let sign = sum.split_whitespace().next().expect("a sum").to_uppercase();
    assert!(
        order.starts_with("<xml><appid>wxd930ea5d5a258f4f</appid>") && order.ends_with(&format!("<sign>{sign}</sign></xml>")),
        "{order}"
    );
    assert_eq!(outcome, "not paid: NO_SIGN at sign\n");
}

#[test]
fn numbers_and_layouts_are_pinned() {
    let program = support::program(C, Way::Plain, &[support::source("abi.c")], "abi");
    support::run(&program, Way::Plain, b"");
    let pins = fs::read_to_string(support::source("abi.c")).expect("the pins are there");
    for code in Code::ALL {
        assert!(pins.contains(&format!("WXP_{} == {}", code.name(), code.number())), "{} is not pinned", code.name());
    }
    assert_eq!(pins.matches("WXP_KIND_").count(), Kind::ALL.len(), "a kind is not pinned");
}

/// Names that a library defines for others or asks of them.
fn symbols(library: &[u8], wanted: impl Fn(&object::Symbol<'_, '_>) -> bool) -> BTreeSet<String> {
    let file = object::File::parse(library).expect("a library");
    let all = file.dynamic_symbols().chain(file.symbols());
    all.filter(|symbol| wanted(symbol)).filter_map(|symbol| Some(symbol.name().ok()?.to_string())).collect()
}

#[test]
fn the_shared_library_offers_and_asks_for_nothing_else() {
    let library = fs::read(support::library().join("libwxpay.so")).expect("the library is there");
    let file = object::File::parse(&*library).expect("a library");
    let offered: Vec<_> = file.dynamic_symbols().filter(|symbol| symbol.is_definition()).filter_map(|symbol| symbol.name().ok()).collect();
    assert_eq!(offered.into_iter().collect::<BTreeSet<_>>(), EXPORTS.into());
    let asked = symbols(&library, |symbol| symbol.is_undefined() && !symbol.is_weak());
    let memory = ["", "bcmp", "memcmp", "memcpy", "memmove", "memset", "strlen"];
    let more: Vec<_> = asked.iter().filter(|name| !memory.contains(&name.split('@').next().unwrap_or_default())).collect();
    assert!(more.is_empty(), "asked of the system: {more:?}");
    let panics: Vec<_> = symbols(&library, |_| true).into_iter().filter(|name| name.contains("panic") || name.contains("unwind")).collect();
    assert!(panics.is_empty(), "{panics:?}");
}

/// A program that signs, against one that does the same without the library.
#[test]
fn a_static_program_that_signs_is_small() {
    let with = "#include \"wxpay.h\"\n#include <stdio.h>\nint main(void) { char out[64]; size_t len; wxp_api_key key = { 0, \"k\", 1, NULL, 0 };\n\
                wxp_field field = { \"a\", 1, \"b\", 1 }; wxp_sign(&field, 1, &key, out, 64, &len, NULL); return fwrite(out, 1, len, stdout) != 32; }\n";
    let without = "#include <stdio.h>\nint main(void) { return fwrite(\"0\", 1, 1, stdout) != 1; }\n";
    let size = |name: &str, text: &str| {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let mut cc = Command::new("cc");
        cc.args(["-O2", "-s", "-Wl,--gc-sections", "-I"]).arg(support::root().join("include"));
        cc.arg(support::made_source(format!("{name}.c"), text)).arg(support::library().join("libwxpay.a")).arg("-o").arg(&made);
        support::passed(&mut cc);
        fs::metadata(made).expect("a program").len()
    };
    let ours = size("signs", with).saturating_sub(size("writes", without));
    println!("{ours} bytes of ours");
    assert!(ours <= 100_000, "{ours} bytes of ours in a program that signs");
}

/// Most of it is code that is there for speed: XML reader 15 KB, SHA-256 for processors without SHA instructions 11 KB,
/// MD5 and HMAC 10 KB, the kinds' tables with their relocations 20 KB. Built for size it would be a third smaller and
/// sign with twice the instructions.
#[test]
fn the_shared_library_stays_small() {
    let stripped = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libwxpay-stripped.so");
    support::passed(Command::new("strip").arg("-o").arg(&stripped).arg(support::library().join("libwxpay.so")));
    let size = fs::metadata(stripped).expect("a library").len();
    println!("{size} bytes");
    assert!(size <= 160_000, "{size} bytes");
}

/// Other runtimes embed the module, so it must need nothing of them.
#[test]
fn the_wasm_module_imports_nothing() {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = support::passed(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    if !Path::new(libraries.trim()).is_dir() {
        println!("skipped: rustup target add {TARGET}");
        return;
    }
    let release = support::library();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--package", "wxpay-ffi", "--target", TARGET, "--target-dir"]);
    support::passed(cargo.arg(release.parent().expect("cargo's folder")).current_dir(support::root()));
    let module = release.with_file_name(TARGET).join("release/wxpay.wasm");
    let module = fs::read(&module).expect("a module");
    let sections = sections(module.strip_prefix(b"\0asm\x01\0\0\0").expect("a module"));
    assert!(sections.iter().all(|(number, _)| *number != IMPORTS), "it imports something");
    let exports = sections.iter().find(|(number, _)| *number == EXPORT_SECTION).expect("exports").1;
    let offered = |name: &str| exports.windows(name.len()).any(|part| part == name.as_bytes());
    assert!(EXPORTS.iter().all(|name| offered(name)) && offered("memory"));
}

const IMPORTS: u8 = 2;
const EXPORT_SECTION: u8 = 7;

/// The sections of a module: a number, a length in LEB128, so many bytes.
fn sections(mut module: &[u8]) -> Vec<(u8, &[u8])> {
    let mut all = Vec::new();
    while let [number, rest @ ..] = module {
        let end = rest.iter().position(|byte| byte & 0x80 == 0).expect("a length");
        let len = rest[..=end].iter().rev().fold(0, |len, byte| len << 7 | usize::from(byte & 0x7F));
        let (content, more) = rest[end + 1..].split_at(len);
        all.push((*number, content));
        module = more;
    }
    all
}
