//! Debian's packages, for `--install`.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::run;
use crate::tools::find;

/// Whether apt-get can do something for us, or what is in the way.
pub(super) fn usable() -> std::result::Result<(), &'static str> {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !is_debian(&system) || find("apt-get").is_none() {
        return Err("this is not Debian or Ubuntu");
    }
    if !nix::unistd::geteuid().is_root() {
        return Err("only root may install packages");
    }
    Ok(())
}

fn is_debian(os_release: &str) -> bool {
    os_release.lines().filter_map(|line| line.split_once('=')).any(|(name, value)| {
        matches!(name, "ID" | "ID_LIKE") && value.trim_matches('"').split(' ').any(|id| matches!(id, "debian" | "ubuntu"))
    })
}

/// One update, one installation.
pub(super) fn install(packages: &BTreeSet<&str>) -> Result<()> {
    run::run("apt-get update", &mut apt_get(&["update"]))?;
    let title = format!("apt-get install {}", packages.iter().copied().collect::<Vec<_>>().join(" "));
    run::run(&title, apt_get(&["install", "-y", "--no-install-recommends"]).args(packages))?;
    Ok(())
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q").args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_children_are_known() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nID=debian\n"));
        assert!(is_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("NAME=\"Fedora Linux\"\nID=fedora\nHOME_URL=\"https://debian.example\"\n"));
    }
}
