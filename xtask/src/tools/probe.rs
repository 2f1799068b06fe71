//! What is on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, iter};

use super::{Lack, Tool};

/// Where Debian keeps programs that are not on everybody's PATH.
const MORE: [&str; 2] = ["/usr/sbin", "/usr/local/sbin"];
const OLDEST_NODE: u32 = 20;
const OLDEST_JDK: u32 = 17;

/// Where programs are looked for, by us and by every program we run: what we fetched, PATH, where Debian keeps servers.
pub(crate) fn folders() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    iter::once(super::node::folder()).chain(env::split_paths(&path)).chain(MORE.map(PathBuf::from)).collect()
}

/// The program in the first folder that has it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    folders().into_iter().map(|folder| folder.join(program)).find(|file| file.is_file())
}

pub(super) fn missing(tools: &[Tool]) -> Vec<Lack> {
    tools.iter().filter_map(|tool| lack(*tool)).collect()
}

fn lack(tool: Tool) -> Option<Lack> {
    let there = match tool {
        Tool::Jdk => !jdks().is_empty(),
        Tool::Node => return node(),
        _ => find(tool.program()).is_some(),
    };
    (!there).then_some(Lack { tool, found: None })
}

fn node() -> Option<Lack> {
    let lack = |found| Some(Lack { tool: Tool::Node, found });
    let Some(program) = find(Tool::Node.program()) else { return lack(None) };
    let output = Command::new(program).arg("--version").output().ok()?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_string();
    match major(&version) {
        Some(number) if number >= OLDEST_NODE => None,
        _ => lack(Some(version)),
    }
}

/// A Java development kit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Jdk {
    /// 17, 25 ..
    pub(crate) version: u32,
    /// What JAVA_HOME would be.
    pub(crate) home: PathBuf,
}

impl Jdk {
    /// The `java` program.
    pub(crate) fn java(&self) -> PathBuf {
        self.home.join("bin/java")
    }
}

/// Every JDK that is new enough, one for each version, the oldest first.
pub(crate) fn jdks() -> Vec<Jdk> {
    let mut homes: Vec<PathBuf> = env::var_os("JAVA_HOME").map(PathBuf::from).into_iter().collect();
    homes.extend(fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten().map(|entry| entry.path()));
    homes.extend(find("javac").and_then(|javac| Some(javac.canonicalize().ok()?.parent()?.parent()?.to_path_buf())));
    let mut found: Vec<Jdk> = homes.iter().filter_map(|home| jdk(home)).filter(|jdk| jdk.version >= OLDEST_JDK).collect();
    found.sort();
    found.dedup_by_key(|jdk| jdk.version);
    found
}

fn jdk(home: &Path) -> Option<Jdk> {
    let home = home.canonicalize().ok()?;
    let release = fs::read_to_string(home.join("release")).ok()?;
    let version = release.lines().find_map(|line| line.strip_prefix("JAVA_VERSION="))?;
    home.join("bin/javac").is_file().then_some(Jdk { version: major(version.trim_matches('"'))?, home })
}

/// `v20.20.2` -> 20, `17.0.15` -> 17, `1.8.0` -> 1: old enough.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("25-ea"), Some(25));
        assert_eq!(major("1.8.0_402"), Some(1));
        assert_eq!(major(""), None);
    }

    #[test]
    fn a_jdk_is_known_by_its_release_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(jdk(folder.path()), None);
        fs::create_dir(folder.path().join("bin")).unwrap();
        fs::write(folder.path().join("bin/javac"), "").unwrap();
        fs::write(folder.path().join("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n").unwrap();
        assert_eq!(jdk(folder.path()).unwrap().version, 17);
    }
}
