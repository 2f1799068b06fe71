//! Published libraries: installed from their registries at fixed versions, then compared by tests/peers/compare.py.

use std::process::Command;

use anyhow::{Result, bail};

use crate::root;
use crate::run::run;
use crate::tools::find;

pub(super) fn compare() -> Result<String> {
    let folder = root().join("tests/peers");
    let Some(go) = find("go").or_else(|| Some("/usr/local/go/bin/go".into()).filter(|go: &std::path::PathBuf| go.is_file())) else {
        bail!("go is missing: apt-get install -y golang-go");
    };
    run("peers from npm", Command::new("npm").current_dir(folder.join("node")).args(["ci", "--no-audit", "--no-fund"]))?;
    run("peers from Maven", Command::new("mvn").current_dir(folder.join("java")).args(["-q", "-B", "package"]))?;
    let python = folder.join("python");
    run("peers from PyPI", Command::new("python3").current_dir(&python).args(["-m", "venv", "target"]))?;
    let mut pip = Command::new(python.join("target/bin/pip"));
    run("peers from PyPI", pip.current_dir(&python).args(["install", "--quiet", "--requirement", "requirements.txt"]))?;
    run("peers from the Go proxy", Command::new(go).current_dir(folder.join("go")).args(["build", "-o", "target/peer", "."]))?;
    let compared = run("peers", Command::new("python3").current_dir(&folder).args(["-B", "compare.py", "--check"]))?;
    Ok(compared.output.lines().next_back().unwrap_or_default().to_string())
}
