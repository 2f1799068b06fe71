//! The JNI border for long: the Java suite under -Xcheck:jni, and ten million calls in memory that stays flat.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::java::{self, Step};
use crate::root;
use crate::run::run;

/// Rounds of the scenario `calls`, each of 5 calls; memory is read after a quarter and at the end.
const ROUNDS: u64 = 2_700_000;
/// The JVM's own noise in KiB; a byte lost in each call would be ten times as much.
const GROWTH: i64 = 1024;
/// A heap of one size, all of it resident, and no optimising compiler, whose memory comes and goes by megabytes.
const STEADY: [&str; 5] = ["-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
/// What -Xcheck:jni says when it finds something.
const COMPLAINTS: [&str; 3] = ["WARNING in native method", "FATAL ERROR in native method", "WARNING: JNI"];

pub(super) fn endure() -> Result<String> {
    java::build(root(), &[Step::Native, Step::Library])?;
    let tests = checked_suite()?;
    let grown = many_calls()?;
    let calls = ROUNDS * 5 * 3 / 4;
    Ok(format!("{tests} classes of tests under -Xcheck:jni without a complaint; {calls} calls more: {grown} KiB more resident"))
}

/// How many reports the suite wrote. The JVM prints its complaints where surefire may take them for its own traffic, so
/// everything that surefire left is searched, too.
fn checked_suite() -> Result<usize> {
    let reports = root().join("java/target/surefire-reports");
    let _ = fs::remove_dir_all(&reports);
    let mut maven = java::maven(root(), "java")?;
    maven.args(["-DargLine=--enable-native-access=ALL-UNNAMED -Xcheck:jni", "test"]);
    let mut printed = vec![run("java under Xcheck jni", &mut maven)?.output];
    let files = fs::read_dir(&reports).with_context(|| format!("no test reports in {}", reports.display()))?;
    for file in files {
        printed.push(String::from_utf8_lossy(&fs::read(file?.path())?).into_owned());
    }
    if let Some(line) = printed.iter().flat_map(|text| text.lines()).find(|line| COMPLAINTS.iter().any(|words| line.contains(words))) {
        bail!("the JVM complains: {line}");
    }
    ensure!(printed.iter().any(|text| text.contains("-Xcheck:jni")), "no report says that -Xcheck:jni was on");
    Ok(printed.iter().filter(|text| text.contains("</testsuite>")).count())
}

/// KiB by which the resident memory of a JVM with a fixed heap grows.
fn many_calls() -> Result<i64> {
    let classes = [Path::new("java/target/classes"), Path::new("java/target/test-classes")].map(|folder| root().join(folder));
    let mut jvm = Command::new(java::jdk()?.java());
    jvm.args(STEADY).args(["--enable-native-access=ALL-UNNAMED", "-cp"]);
    jvm.arg(std::env::join_paths(classes)?).args(["io.github.wxpaycore.Scenario", "calls", &ROUNDS.to_string()]);
    let output = run("ten million calls through JNI", &mut jvm)?.output;
    let grown = output.lines().find_map(|line| line.strip_prefix("grown by KiB: ")).context("the scenario gave no figure")?;
    let grown: i64 = grown.trim().parse()?;
    ensure!(grown <= GROWTH, "{grown} KiB more resident after {ROUNDS} rounds");
    Ok(grown)
}
