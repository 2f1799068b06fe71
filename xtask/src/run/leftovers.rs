//! What has to be gone when the command ends, also when Ctrl-C ends it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use anyhow::{Context as _, Result};
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;
use tempfile::TempDir;

/// How long a process may take to end by itself.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

struct Ours {
    groups: Vec<Pid>,
    folders: Vec<PathBuf>,
}

static OURS: Mutex<Ours> = Mutex::new(Ours { groups: Vec::new(), folders: Vec::new() });

fn ours() -> MutexGuard<'static, Ours> {
    OURS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on Ctrl-C, SIGTERM and SIGHUP end every process of ours and remove every folder.
pub(crate) fn watch() -> Result<()> {
    ctrlc::set_handler(|| {
        // The lock is kept until the exit: whoever starts or ends a process meanwhile waits for us.
        let ours = ours();
        end(&ours.groups, PATIENCE);
        for folder in &ours.folders {
            let _ = fs::remove_dir_all(folder);
        }
        let _ = console::Term::stderr().clear_line();
        eprintln!("stopped");
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Starts a process with nobody able to miss it: it is in the list before the lock is free again.
pub(super) fn register(start: impl FnOnce() -> io::Result<std::process::Child>) -> io::Result<(std::process::Child, Pid)> {
    let mut ours = ours();
    let child = start()?;
    let group = Pid::from_raw(child.id().cast_signed());
    ours.groups.push(group);
    Ok((child, group))
}

pub(super) fn forget(group: Pid) {
    ours().groups.retain(|one| *one != group);
}

/// TERM to whole groups, and KILL to what is left of them after a while.
pub(super) fn end(groups: &[Pid], patience: Duration) {
    for group in groups {
        let _ = killpg(*group, Signal::SIGTERM);
    }
    let started = Instant::now();
    while !groups.iter().all(|group| is_gone(*group)) {
        if started.elapsed() > patience {
            groups.iter().for_each(|group| kill(*group));
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn is_gone(group: Pid) -> bool {
    // A dead leader counts as a member of its group until somebody asks for its status.
    let _ = waitpid(group, Some(WaitPidFlag::WNOHANG));
    killpg(group, None).is_err()
}

fn kill(group: Pid) {
    if killpg(group, Signal::SIGKILL).is_ok() {
        let _ = waitpid(group, None);
    }
}

/// A private folder that is gone when this is dropped, or on Ctrl-C.
pub(crate) struct TempFolder(TempDir);

impl TempFolder {
    pub(crate) fn new() -> Result<Self> {
        let mut ours = ours();
        let folder = tempfile::Builder::new().prefix("wxpay-").tempdir().context("cannot make a folder for temporary files")?;
        ours.folders.push(folder.path().to_path_buf());
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        ours().folders.retain(|one| one != self.0.path());
    }
}
