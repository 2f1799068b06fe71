//! The Java side: native library -> the library's jar -> gateway and shop. What has not changed is not built again.

use std::env::consts::{ARCH, DLL_PREFIX, DLL_SUFFIX, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::run::run;
use crate::stamp;
use crate::tools::{self, Jdk, Tool};

/// A thing to build; each needs those before it, the gateway needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Native,
    Library,
    Gateway,
    Shop,
}

/// All of it, in order.
pub(crate) const ALL: &[Step] = &[Step::Native, Step::Library, Step::Gateway, Step::Shop];

/// Where the results are.
pub(crate) struct Jars {
    /// The stripped native library, as the jar carries it.
    pub(crate) native: PathBuf,
    pub(crate) library: PathBuf,
    pub(crate) gateway: PathBuf,
    pub(crate) shop: PathBuf,
    pub(crate) war: PathBuf,
}

impl Jars {
    fn of(root: &Path) -> Self {
        Self {
            native: root.join(format!("target/natives/{OS}-{ARCH}/{DLL_PREFIX}wxpay_jni{DLL_SUFFIX}")),
            library: root.join(format!("java/target/{}", library_name())),
            gateway: root.join("examples/gateway/target/wxpay-gateway.jar"),
            shop: root.join("examples/servlet/target/wxpay-shop.jar"),
            war: root.join("examples/servlet/target/wxpay-shop.war"),
        }
    }
}

/// Builds `steps` in order and says where everything is.
pub(crate) fn build(root: &Path, steps: &[Step]) -> Result<Jars> {
    let jars = Jars::of(root);
    for step in steps {
        match step {
            Step::Native => native(root, &jars.native)?,
            Step::Library => library(root, &jars)?,
            Step::Gateway => example(root, "gateway", &[], &[&jars.gateway])?,
            Step::Shop => example(root, "servlet", &[&jars.library], &[&jars.shop, &jars.war])?,
        }
    }
    Ok(jars)
}

/// The JDK that builds and runs: the oldest we support, so that nothing newer slips in.
pub(crate) fn jdk() -> Result<Jdk> {
    tools::jdks().into_iter().next().with_context(|| format!("{} is missing", Tool::Jdk.name()))
}

/// `mvn -f <folder>/pom.xml` on the JDK above.
pub(crate) fn maven(root: &Path, folder: &str) -> Result<Command> {
    let mut command = Command::new("mvn");
    command.args(["-B", "-ntp", "-f"]).arg(root.join(folder).join("pom.xml")).env("JAVA_HOME", jdk()?.home).current_dir(root);
    command.arg(format!("-Dwxpay.natives={}", root.join("target/natives").display()));
    Ok(command)
}

/// The library cargo made, with its symbols.
pub(crate) fn unstripped(root: &Path) -> PathBuf {
    root.join(format!("target/release/{DLL_PREFIX}wxpay_jni{DLL_SUFFIX}"))
}

fn native(root: &Path, stripped: &Path) -> Result<()> {
    run("native library", crate::cargo().args(["build", "--package", "wxpay-jni", "--release"]))?;
    fs::create_dir_all(stripped.parent().context("the library has a folder")?)?;
    let built = unstripped(root);
    stamp::unless_fresh(root, "natives", std::slice::from_ref(&built), &[stripped], || {
        run("strip", Command::new("strip").arg("-o").arg(stripped).arg(&built)).map(drop)
    })
}

fn library_name() -> String {
    format!("wxpay-core-{}.jar", env!("CARGO_PKG_VERSION"))
}

fn library(root: &Path, jars: &Jars) -> Result<()> {
    // The shop takes the library from Maven's local repository, which other checkouts write to as well.
    let repository = std::env::home_dir().unwrap_or_default().join(".m2/repository/io/github/wxpaycore/wxpay-core");
    let installed = repository.join(env!("CARGO_PKG_VERSION")).join(library_name());
    if fs::read(&installed).ok() != fs::read(&jars.library).ok() {
        stamp::forget(root, "java");
    }
    let sources = [root.join("java/pom.xml"), root.join("java/src"), jars.native.clone()];
    stamp::unless_fresh(root, "java", &sources, &[&jars.library], || {
        run("jar of the library", maven(root, "java")?.args(["-DskipTests", "install"])).map(drop)
    })
}

fn example(root: &Path, name: &str, more: &[&Path], results: &[&Path]) -> Result<()> {
    let folder = format!("examples/{name}");
    let mut sources = vec![root.join(&folder).join("pom.xml"), root.join(&folder).join("src/main")];
    sources.extend(more.iter().map(|path| path.to_path_buf()));
    stamp::unless_fresh(root, name, &sources, results, || {
        run(&format!("jar of {folder}"), maven(root, &folder)?.args(["-DskipTests", "package"])).map(drop)
    })
}
