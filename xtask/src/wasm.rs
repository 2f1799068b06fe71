//! The npm package: the wasm-bindgen crate, made small, beside its JavaScript half in `wasm/pkg`. No wasm-pack, nothing
//! of `PATH` but node and npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use wasm_bindgen_cli_support::Bindgen;

use crate::run::run;
use crate::stamp;
use crate::tools::{self, RustPart};

const TARGET: &str = "wasm32-unknown-unknown";

/// Built for speed, but copied into callers only where it is tiny: a fifth smaller than without that limit and as fast. Built for
/// size (`s`) it is a seventh smaller again, and takes two fifths more time to sign and over half more to decode. Every engine
/// that has the other things we need has SIMD.
const SETTINGS: [(&str, &str); 2] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3"),
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Ctarget-feature=+simd128 -Cllvm-args=-inline-threshold=5"),
];

/// Builds the package unless it is there and nothing has changed; returns its folder.
pub(crate) fn build(root: &Path) -> Result<PathBuf> {
    let package = root.join("wasm/pkg");
    compile()?;
    let built = root.join(format!("target/{TARGET}/release/wxpay_wasm.wasm"));
    let mut sources = vec![built.clone()];
    sources.extend(["wasm/js", "wasm/package-lock.json", "LICENSE-MIT", "LICENSE-APACHE"].map(|path| root.join(path)));
    stamp::unless_fresh(root, "wasm", &sources, &[&package.join("core.wasm")], || assemble(root, &built, &package))?;
    Ok(package)
}

fn compile() -> Result<()> {
    tools::rust_part(RustPart::Target(TARGET))?;
    run("wasm", crate::cargo().args(["build", "--package", "wxpay-wasm", "--release", "--target", TARGET]).envs(SETTINGS)).map(drop)
}

fn assemble(root: &Path, built: &Path, package: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(package);
    copy(&root.join("wasm/js"), package)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root.join(licence), package.join(licence))?;
    }
    let manifest = fs::read_to_string(package.join("package.json"))?;
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    ensure!(manifest.contains(&version), "wasm/js/package.json must say {version}");

    let core = package.join("core.wasm");
    fs::write(&core, bound(built)?)?;
    shrink(root, &core)?;
    let bytes = fs::read(&core)?;
    fs::write(package.join("core.base64.js"), format!("export default '{}';\n", BASE64_STANDARD.encode(bytes)))?;
    Ok(())
}

/// What wasm-bindgen makes of the crate: verbs that take and give numbers. So its JavaScript is not needed, nor its own
/// exports, which prepare a table of JavaScript objects; without them the module imports nothing.
fn bound(built: &Path) -> Result<Vec<u8>> {
    let mut output = Bindgen::new().input_path(built).bundler(true)?.typescript(false).generate_output()?;
    let module = output.wasm_mut();
    let own: Vec<_> = module.exports.iter().filter(|export| export.name.starts_with("__")).map(|export| export.id()).collect();
    own.into_iter().for_each(|export| module.exports.delete(export));
    module.start = None;
    let imports: Vec<_> = module.imports.iter().map(|import| (import.id(), import.name.clone())).collect();
    for (import, name) in imports {
        ensure!(name.starts_with("__wbindgen_init_externref_table"), "the module must import nothing, but it does import {name}");
        module.imports.delete(import);
    }
    Ok(module.emit_wasm())
}

fn shrink(root: &Path, core: &Path) -> Result<()> {
    let folder = root.join("wasm");
    npm_ci(&folder)?;
    let mut wasm_opt = Command::new("node");
    wasm_opt
        .arg(folder.join("node_modules/binaryen/bin/wasm-opt"))
        .arg(core)
        .args(["-O3", "--strip-debug", "--strip-producers", "-o"])
        .arg(core);
    run("wasm-opt", &mut wasm_opt).map(drop)
}

/// `npm ci`, unless it was done over the same lock file.
pub(crate) fn npm_ci(folder: &Path) -> Result<()> {
    let (lock, done) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    let time = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    if time(&done).is_some_and(|done| Some(done) >= time(&lock)) {
        return Ok(());
    }
    run(
        &format!("npm ci in {}", folder.display()),
        Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--prefix"]).arg(folder),
    )
    .map(drop)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
