//! Work that is not done again while its inputs are the same and its results are there.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Does `work` unless it was done over the same `sources` (files, or folders with everything below).
pub(crate) fn unless_fresh(
    root: &Path,
    name: &str,
    sources: &[PathBuf],
    results: &[&Path],
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let stamp = stamp_of(root, name);
    let now = digest(sources)?;
    if results.iter().all(|result| result.exists()) && fs::read_to_string(&stamp).is_ok_and(|old| old == now) {
        return Ok(());
    }
    work()?;
    fs::create_dir_all(stamp.parent().context("a stamp is in a folder")?)?;
    fs::write(&stamp, now).with_context(|| format!("cannot write {}", stamp.display()))
}

/// The work of this name will be done again.
pub(crate) fn forget(root: &Path, name: &str) {
    let _ = fs::remove_file(stamp_of(root, name));
}

fn stamp_of(root: &Path, name: &str) -> PathBuf {
    root.join("target/xtask").join(format!("{name}.stamp"))
}

/// Changes with every name and every byte.
fn digest(sources: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        add(source, &mut hasher).with_context(|| format!("cannot read {}", source.display()))?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    hasher.write(path.as_os_str().as_encoded_bytes());
    hasher.write_u8(0);
    if !path.is_dir() {
        let bytes = fs::read(path)?;
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    inside.sort();
    inside.iter().try_for_each(|one| add(one, hasher))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_once_for_the_same_sources() {
        let root = tempfile::tempdir().unwrap();
        let (source, result) = (root.path().join("source"), root.path().join("result"));
        let mut times = 0;
        let mut build = || {
            unless_fresh(root.path(), "x", std::slice::from_ref(&source), &[&result], || {
                times += 1;
                Ok(fs::write(&result, "made")?)
            })
            .unwrap();
            times
        };
        fs::write(&source, "a").unwrap();
        assert_eq!(build(), 1);
        assert_eq!(build(), 1);
        fs::write(&source, "b").unwrap();
        assert_eq!(build(), 2);
        fs::remove_file(&result).unwrap();
        assert_eq!(build(), 3);
    }
}
