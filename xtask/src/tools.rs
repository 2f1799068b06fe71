//! The programs of the system we need: found, installed on request, or named with their exact install line.

mod apt;
mod node;
mod probe;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{BufRead as _, Write as _};
use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

pub(crate) use probe::{Jdk, find, folders, jdks};

/// A program of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Abidiff,
    Chromium,
    Clang,
    Cmake,
    Curl,
    Cxx,
    Jdk,
    Make,
    Maven,
    Nginx,
    Node,
    Npm,
    Openssl,
    PkgConfig,
    Python,
    Strip,
    Valgrind,
}

impl Tool {
    /// The name people know, the package of Debian and Ubuntu, the program that tells it is there.
    const fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Abidiff => ("abidiff", "abigail-tools", "abidiff"),
            Self::Chromium => ("Chromium", "chromium", "chromium"),
            Self::Clang => ("clang", "clang", "clang"),
            Self::Cmake => ("CMake", "cmake", "cmake"),
            Self::Curl => ("libcurl with its headers", "libcurl4-openssl-dev", "curl-config"),
            Self::Cxx => ("a C++ compiler", "g++", "g++"),
            Self::Jdk => ("a JDK, 17 or newer", "default-jdk-headless", "javac"),
            Self::Make => ("make", "make", "make"),
            Self::Maven => ("Maven", "maven", "mvn"),
            Self::Nginx => ("nginx", "nginx", "nginx"),
            // npm brings Node, and a newer one where that is too old.
            Self::Node => ("Node.js, 20 or newer", "npm", "node"),
            Self::Npm => ("npm", "npm", "npm"),
            Self::Openssl => ("openssl", "openssl", "openssl"),
            Self::PkgConfig => ("pkg-config", "pkg-config", "pkg-config"),
            Self::Python => ("Python 3", "python3", "python3"),
            Self::Strip => ("strip", "binutils", "strip"),
            Self::Valgrind => ("valgrind", "valgrind", "valgrind"),
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        self.facts().0
    }

    const fn package(self) -> &'static str {
        self.facts().1
    }

    const fn program(self) -> &'static str {
        self.facts().2
    }
}

/// Why a tool cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lack {
    pub(crate) tool: Tool,
    /// Set when the tool is there but too old: its version.
    pub(crate) found: Option<String>,
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            Some(found) => write!(f, "{} is needed, found {found}: too old (--install fetches another)", self.tool.name()),
            None => write!(f, "{} is missing: apt-get install -y {}", self.tool.name(), self.tool.package()),
        }
    }
}

/// The tools that could not be had.
#[derive(Default)]
pub(crate) struct Missing(Vec<Lack>);

impl Missing {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of `tools` that cannot be used, each with its reason.
    pub(crate) fn of<'m>(&'m self, tools: &'m [Tool]) -> impl Iterator<Item = &'m Lack> {
        self.0.iter().filter(|lack| tools.contains(&lack.tool))
    }

    /// An error that names every tool with its install line, for commands that cannot do without.
    pub(crate) fn demand(&self) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> = self.0.iter().map(Lack::to_string).collect();
        bail!("{}\n(--install does this for you when run as root on Debian or Ubuntu)", lines.join("\n"))
    }
}

/// Looks for `tools`, installs what is missing if `install` is set or a person at the terminal agrees.
pub(crate) fn ensure(tools: &[Tool], install: bool) -> Result<Missing> {
    let missing = probe::missing(tools);
    if missing.is_empty() {
        return Ok(Missing(missing));
    }
    if !install && (apt::usable().is_err() || !agreed(&missing)?) {
        return Ok(Missing(missing));
    }
    // What is too old is Node, and its package is npm, with which a newer one is fetched.
    let wanted = missing.iter().filter(|lack| lack.found.is_none() || find("npm").is_none());
    let packages: BTreeSet<&str> = wanted.map(|lack| lack.tool.package()).collect();
    match apt::usable() {
        _ if packages.is_empty() => {}
        Ok(()) => apt::install(&packages)?,
        Err(obstacle) => eprintln!("cannot install by myself: {obstacle}"),
    }
    if probe::missing(tools).iter().any(|lack| lack.found.is_some()) && find("npm").is_some() {
        node::fetch()?;
    }
    Ok(Missing(probe::missing(tools)))
}

fn agreed(missing: &[Lack]) -> Result<bool> {
    if !console::user_attended() || !console::user_attended_stderr() {
        return Ok(false);
    }
    for lack in missing {
        eprintln!("{lack}");
    }
    eprint!("Install now? 现在安装吗？ [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// The parts of the Rust toolchain beside cargo; they live with it and are fetched without asking.
pub(crate) fn rust_part(kind: RustPart) -> Result<()> {
    let (list, add, names) = match kind {
        RustPart::Target(name) => ("target", "add", vec![name]),
        RustPart::Components(names) => ("component", "add", names.to_vec()),
    };
    let Some(rustup) = find("rustup") else {
        bail!("rustup is needed to add {}: see https://rustup.rs", names.join(" and "));
    };
    let installed = Command::new(&rustup).args([list, "list", "--installed"]).output()?;
    let installed = String::from_utf8_lossy(&installed.stdout).into_owned();
    let has = |name: &&str| installed.lines().any(|line| line == *name || line.starts_with(&format!("{name}-")));
    if !names.iter().all(has) {
        run::run(&format!("rustup {list} {add} {}", names.join(" ")), Command::new(&rustup).args([list, add]).args(&names))?;
    }
    Ok(())
}

/// Something rustup adds.
pub(crate) enum RustPart {
    Target(&'static str),
    Components(&'static [&'static str]),
}
