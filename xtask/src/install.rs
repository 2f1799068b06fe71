//! Puts the C library where a system keeps libraries: headers, both libraries, pkg-config file, CMake package.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::run::run;
use crate::{cargo, root};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where to.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder that include/ and lib/ are in. 安装目录。
    #[arg(long, default_value = "/usr/local")]
    prefix: PathBuf,
    /// Put everything below this folder instead, as packagers do. 打包用的根目录。
    #[arg(long)]
    destdir: Option<PathBuf>,
}

/// Builds the library and installs it.
pub(crate) fn install(options: &Options) -> Result<()> {
    let prefix = std::path::absolute(&options.prefix)?;
    let to = match &options.destdir {
        Some(destdir) => std::path::absolute(destdir)?.join(prefix.strip_prefix("/").unwrap_or(&prefix)),
        None => prefix.clone(),
    };
    for file in files(&to, &prefix.display().to_string())? {
        println!("{}", file.display());
    }
    Ok(())
}

/// Makes target/dist/wxpay-VERSION-linux-ARCH.tar.gz, which may be unpacked anywhere. The library asks for nothing but
/// memcpy and its like, without versions, so the one file serves every glibc and musl; the tests of ffi look at that.
pub(crate) fn dist() -> Result<PathBuf> {
    let name = format!("wxpay-{VERSION}-{}-{}", std::env::consts::OS, std::env::consts::ARCH);
    let folder = root().join("target/dist");
    let _ = fs::remove_dir_all(folder.join(&name));
    files(&folder.join(&name), "${pcfiledir}/../..")?;
    let archive = folder.join(format!("{name}.tar.gz"));
    run("pack the C library", Command::new("tar").arg("-czf").arg(&archive).arg("-C").arg(&folder).arg(&name))?;
    Ok(archive)
}

/// `libwxpay.so.0.1`: before 1.0.0 a minor version may change what compiled programs rely on.
fn soname() -> String {
    let mut parts = VERSION.split('.');
    let (major, minor) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if major == "0" { format!("libwxpay.so.0.{minor}") } else { format!("libwxpay.so.{major}") }
}

/// Installs below `to`; the texts speak of `prefix`.
fn files(to: &Path, prefix: &str) -> Result<Vec<PathBuf>> {
    let (shared, fixed) = build()?;
    let real = format!("libwxpay.so.{VERSION}");
    let place = |path: &str| -> Result<PathBuf> {
        let place = to.join(path);
        fs::create_dir_all(place.parent().context("a file has a folder")?)?;
        if place.symlink_metadata().is_ok() {
            fs::remove_file(&place)?;
        }
        Ok(place)
    };
    let mut made = Vec::new();
    let copies = [
        (root().join("include/wxpay.h"), "include/wxpay.h".to_string()),
        (root().join("include/wxpay.hpp"), "include/wxpay.hpp".to_string()),
        (fixed, "lib/libwxpay.a".to_string()),
        (shared, format!("lib/{real}")),
    ];
    for (from, path) in &copies {
        let file = place(path)?;
        fs::copy(from, &file).with_context(|| format!("cannot copy {} to {}", from.display(), file.display()))?;
        made.push(file);
    }
    for (path, target) in [(format!("lib/{}", soname()), real.clone()), ("lib/libwxpay.so".to_string(), soname())] {
        let link = place(&path)?;
        symlink(target, &link)?;
        made.push(link);
    }
    for (path, text) in [
        ("lib/pkgconfig/wxpay.pc", include_str!("install/wxpay.pc")),
        ("lib/cmake/wxpay/wxpay-config.cmake", include_str!("install/wxpay-config.cmake")),
        ("lib/cmake/wxpay/wxpay-config-version.cmake", include_str!("install/wxpay-config-version.cmake")),
    ] {
        let file = place(path)?;
        let text = text.replace("@PREFIX@", prefix).replace("@VERSION@", VERSION).replace("@SONAME@", &soname());
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        made.push(file);
    }
    Ok(made)
}

/// The shared library with its name and the static one, both without what only debuggers need.
fn build() -> Result<(PathBuf, PathBuf)> {
    let release = root().join("target/release");
    let stripped = |title: &str, option: &str, from: PathBuf, to: PathBuf| -> Result<PathBuf> {
        run(title, Command::new("strip").arg(option).arg("-o").arg(&to).arg(&from))?;
        Ok(to)
    };
    fs::create_dir_all(root().join("target/dist"))?;
    let mut shared = cargo();
    shared.args(["rustc", "--package", "wxpay-ffi", "--release", "--crate-type", "cdylib", "--", "-C"]);
    run("shared C library", shared.arg(format!("link-arg=-Wl,-soname,{}", soname())))?;
    let shared =
        stripped("strip the shared library", "--strip-unneeded", release.join("libwxpay.so"), root().join("target/dist/libwxpay.so"))?;
    run("static C library", cargo().args(["rustc", "--package", "wxpay-ffi", "--release", "--crate-type", "staticlib"]))?;
    let fixed = stripped("strip the static library", "--strip-debug", release.join("libwxpay.a"), root().join("target/dist/libwxpay.a"))?;
    Ok((shared, fixed))
}

#[cfg(test)]
mod tests;
