//! The suites. Each is a few programs to run and a way to count what they did.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};

use super::counts::{self, Counts};
use crate::java::{self, Step};
use crate::run::{Finished, Process, TempFolder, run, tell, to_end};
use crate::tools::{self, Tool};
use crate::{cargo, check, demo, gates, root, wasm};

pub(super) struct Suite {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) needs: &'static [Tool],
    pub(super) run: fn() -> Result<Counts>,
}

const C: &[Tool] =
    &[Tool::Abidiff, Tool::Clang, Tool::Cmake, Tool::Curl, Tool::Cxx, Tool::Make, Tool::PkgConfig, Tool::Strip, Tool::Valgrind];
const JAVA: &[Tool] = &[Tool::Strip, Tool::Jdk, Tool::Maven];
const NPM: &[Tool] = &[Tool::Node, Tool::Npm, Tool::Chromium];
const NGINX: &[Tool] = &[Tool::Node, Tool::Nginx, Tool::Openssl];
const MINI_PROGRAM: &[Tool] = &[Tool::Strip, Tool::Jdk, Tool::Maven, Tool::Node, Tool::Npm];
const DEMO: &[Tool] = &[Tool::Strip, Tool::Jdk, Tool::Maven, Tool::Nginx, Tool::Openssl, Tool::Node, Tool::Npm];
const PAGE: &[Tool] = &[Tool::Strip, Tool::Jdk, Tool::Maven, Tool::Nginx, Tool::Openssl, Tool::Node, Tool::Npm, Tool::Chromium];

pub(super) const SUITES: &[Suite] = &[
    Suite { name: "check", about: "form, lints, documentation, generated files", needs: &[], run: checks },
    Suite { name: "rust", about: "cargo test, core with each of its features alone", needs: &[Tool::Python], run: rust },
    Suite { name: "c", about: "the C library: compilers, sanitizers, valgrind, CMake, abidiff", needs: C, run: c_library },
    Suite { name: "oracle", about: "the corpus against Python's hashlib and expat", needs: &[Tool::Python], run: oracle },
    Suite { name: "gates", about: "properties of the sources and of the native library", needs: &[Tool::Strip], run: hard_gates },
    Suite { name: "java", about: "the Java library on every JDK of this machine", needs: JAVA, run: java_library },
    Suite { name: "gateway", about: "the stand-in for WeChat", needs: JAVA, run: gateway },
    Suite { name: "shop", about: "servlets in Tomcat, reloads, kill -9", needs: JAVA, run: shop },
    Suite { name: "wasm", about: "the npm package in Node, Chromium, bundlers and workerd", needs: NPM, run: npm_package },
    Suite { name: "nginx", about: "the real nginx in front of a plain server", needs: NGINX, run: nginx },
    Suite { name: "miniprogram", about: "types and tests of the mini program", needs: MINI_PROGRAM, run: mini_program },
    Suite { name: "demo", about: "the whole journey and six attacks, also behind nginx", needs: DEMO, run: demo },
    Suite { name: "page", about: "the page of the demo in headless Chromium", needs: PAGE, run: page },
    Suite { name: "secrets", about: "no key and no right signature in any log of the others", needs: &[Tool::Python], run: secrets },
];

/// The suites for `--help` and for who mistypes a name.
pub(super) fn list() -> String {
    let lines = SUITES.iter().map(|suite| format!("  {:<12} {}", suite.name, suite.about));
    format!("Suites:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Runs a program of a suite. A failure that no count shows (it did not compile, it crashed) counts as one.
fn counted(title: &str, command: &mut Command, count: impl Fn(&Finished) -> Result<Counts>) -> Result<Counts> {
    let finished = to_end(title, command)?;
    let mut counts = count(&finished).unwrap_or_default();
    if counts.failed == 0 && (!finished.status.success() || counts.total() == 0) {
        counts.failed = 1;
    }
    if counts.failed > 0 {
        eprintln!("{}", finished.tail());
        counts.names.iter().for_each(|name| eprintln!("  failed: {name}"));
    }
    Ok(counts)
}

fn checks() -> Result<Counts> {
    check::all().map(|(good, bad)| Counts::of(good, bad))
}

fn hard_gates() -> Result<Counts> {
    gates::all().map(|(good, bad)| Counts::of(good, bad))
}

/// Last, when the others have written their logs; without any it fails.
fn secrets() -> Result<Counts> {
    let script = root().join("tests/oracle/leaks.py");
    let mut python = Command::new("python3");
    counted("secrets", python.arg("-B").arg(script), |finished| {
        eprintln!("  {}", finished.output.trim_end().lines().next_back().unwrap_or_default());
        Ok(Counts::by_exit_code(finished.status.success()))
    })
}

/// Without alloc there is no `String`, so what is left to run are the examples, but not the README's. xtask is tested in
/// the profile in which it is built already.
const RUST: &[(&str, &[&str])] = &[
    ("cargo test", &["--workspace", "--exclude=wxpay-ffi", "--exclude=xtask", "--all-features"]),
    ("cargo test core without alloc", &["--package=wxpay-core", "--no-default-features", "--doc", "--", "--skip=Readme", "--skip=README"]),
    ("cargo test core with alloc", &["--package=wxpay-core", "--no-default-features", "--features=alloc", "--lib", "--tests"]),
    ("cargo test core with serde", &["--package=wxpay-core", "--no-default-features", "--features=serde", "--test=host"]),
    ("cargo test xtask", &["--package=xtask", "--profile=tool", "--", "--skip=install::"]),
];

const C_LIBRARY: &[(&str, &[&str])] =
    &[("cargo test ffi", &["--package=wxpay-ffi"]), ("cargo test install", &["--package=xtask", "--profile=tool", "install::"])];

fn rust() -> Result<Counts> {
    cargo_test(RUST)
}

fn c_library() -> Result<Counts> {
    cargo_test(C_LIBRARY)
}

fn cargo_test(lines: &[(&str, &[&str])]) -> Result<Counts> {
    let mut sum = Counts::default();
    for (title, arguments) in lines {
        let mut test = cargo();
        test.args(["test", "--no-fail-fast"]).args(*arguments);
        sum += counted(title, &mut test, |finished| Ok(counts::cargo(&finished.output)))?;
    }
    Ok(sum)
}

fn oracle() -> Result<Counts> {
    let mut sum = Counts::default();
    for (title, arguments) in [("corpus", &["make_corpus.py", "--check"][..]), ("corpus and expat", &["check_xml.py"])] {
        let mut python = Command::new("python3");
        python.current_dir(root().join("tests/oracle")).arg("-B").args(arguments);
        sum += counted(title, &mut python, |finished| Ok(Counts::by_exit_code(finished.status.success())))?;
    }
    Ok(sum)
}

fn java_library() -> Result<Counts> {
    java::build(root(), &[Step::Native, Step::Library])?;
    let mut sum = Counts::default();
    for jdk in tools::jdks() {
        let mut maven = java::maven(root(), "java")?;
        maven.arg(format!("-Djvm={}", jdk.java().display())).arg("test");
        sum += maven_tests(&format!("java on JDK {}", jdk.version), "java", &mut maven)?;
    }
    Ok(sum)
}

fn gateway() -> Result<Counts> {
    maven_tests("gateway tests", "examples/gateway", java::maven(root(), "examples/gateway")?.arg("verify"))
}

fn shop() -> Result<Counts> {
    java::build(root(), java::ALL)?;
    maven_tests("shop tests", "examples/servlet", java::maven(root(), "examples/servlet")?.arg("verify"))
}

/// Old reports must not count for a build that wrote none.
fn maven_tests(title: &str, folder: &str, maven: &mut Command) -> Result<Counts> {
    let reports = root().join(folder).join("target/surefire-reports");
    if reports.exists() {
        fs::remove_dir_all(&reports).with_context(|| format!("cannot remove {}", reports.display()))?;
    }
    counted(title, maven, |_| counts::surefire(&reports))
}

fn nginx() -> Result<Counts> {
    let mut node = Command::new("node");
    node.current_dir(root().join("examples/nginx")).arg("--test").args(test_files(&root().join("examples/nginx/test"))?);
    counted("nginx", &mut node, |finished| Ok(counts::node(&finished.output)))
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("no tests in {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}

/// With a running shop and gateway, so that its tests against real ones are not skipped.
fn npm_package() -> Result<Counts> {
    wasm::build(root())?;
    let mut npm = Command::new("npm");
    npm.current_dir(root().join("wasm")).arg("test");
    counted("npm package", &mut npm, |finished| Ok(counts::node(&finished.output)))
}

fn mini_program() -> Result<Counts> {
    let folder = root().join("examples/miniprogram");
    npm_ci("mini program", &folder)?;
    demo::with_shop(|addresses| {
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).arg("test").envs(addresses.iter().copied());
        counted("mini program", &mut npm, |finished| Ok(counts::node(&finished.output)))
    })
}

fn page() -> Result<Counts> {
    let folder = root().join("examples/page");
    npm_ci("page", &folder)?;
    java::build(root(), java::ALL)?;
    wasm::build(root())?;
    let (_demo, url) = serving(Command::new(env::current_exe()?))?;
    let mut npm = Command::new("npm");
    npm.current_dir(&folder).arg("test").env("WXPAY_DEMO_URL", url);
    npm.env("WXPAY_CHROMIUM", tools::find("chromium").context("Chromium is missing")?);
    counted("page", &mut npm, |finished| Ok(counts::node(&finished.output)))
}

/// What the lock file says, nothing else.
fn npm_ci(title: &str, folder: &Path) -> Result<()> {
    run(&format!("npm ci for {title}"), Command::new("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund"])).map(drop)
}

fn demo() -> Result<Counts> {
    java::build(root(), java::ALL)?;
    wasm::build(root())?;
    let program = env::current_exe()?;
    let mut sum = Counts::default();
    for (title, arguments) in [("demo", &["demo"][..]), ("demo behind nginx", &["demo", "--nginx"])] {
        let mut demo = Command::new(&program);
        demo.args(arguments).env("LC_ALL", "C.UTF-8");
        sum += counted(title, &mut demo, |finished| Ok(counts::demo(&finished.output)))?;
    }
    let clean = interrupted(Command::new(&program));
    tell(clean.is_ok(), "Ctrl-C leaves no process and no file");
    if let Err(left) = &clean {
        eprintln!("    {left:#}");
    }
    sum += Counts::by_exit_code(clean.is_ok());
    Ok(sum)
}

/// The demo with its page, and where the page is.
fn serving(mut program: Command) -> Result<(Process, String)> {
    let mut demo = Process::start("demo with page", program.args(["demo", "--serve", "--nginx"]))?;
    let url = demo.ready("http://", Duration::from_secs(120))?;
    Ok((demo, format!("http://{url}")))
}

/// Interrupts a demo in full swing whose temporary files are all in a folder of ours.
fn interrupted(mut program: Command) -> Result<()> {
    let folder = TempFolder::new()?;
    program.env("TMPDIR", folder.path());
    let (mut demo, _) = serving(program)?;
    ensure!(fs::read_dir(folder.path())?.next().is_some(), "the demo keeps its files elsewhere");
    demo.interrupt()?;
    let status = demo.wait()?;
    ensure!(status.code() == Some(130), "the demo ended with {status}");
    let files: Vec<_> = fs::read_dir(folder.path())?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
    ensure!(files.is_empty(), "left behind: {files:?}");
    let processes = mentioning(folder.path());
    ensure!(processes.is_empty(), "still running: {}", processes.join("; "));
    Ok(())
}

/// Command lines of the system with `path` in them.
fn mentioning(path: &Path) -> Vec<String> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
    lines.filter(|line| line.contains(&*path.to_string_lossy())).collect()
}
