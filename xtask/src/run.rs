//! Child processes: each in its own group, its output in a log file under `target/xtask`, none left behind.

mod leftovers;
mod progress;

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

pub(crate) use leftovers::{TempFolder, watch};
use progress::Progress;
pub(crate) use progress::tell;

/// Lines of a log that an error message repeats.
const TAIL: usize = 30;

/// A running process with all its children. Dropping it ends them.
pub(crate) struct Process {
    title: String,
    child: Child,
    group: Pid,
    log: PathBuf,
    ended: Option<ExitStatus>,
}

impl Process {
    /// Starts `command` without input, its output and errors in a new log named after `title`.
    pub(crate) fn start(title: &str, command: &mut Command) -> Result<Self> {
        use std::os::unix::process::CommandExt as _;
        let log = log_path(title)?;
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).process_group(0);
        command.env("PATH", env::join_paths(crate::tools::folders())?);
        let program = command.get_program().to_string_lossy().into_owned();
        let (child, group) = leftovers::register(|| command.spawn()).with_context(|| format!("{title}: cannot run {program}"))?;
        Ok(Self { title: title.to_string(), child, group, log, ended: None })
    }

    /// Everything it has said so far.
    pub(crate) fn output(&self) -> Result<String> {
        let bytes = fs::read(&self.log).with_context(|| format!("cannot read {}", self.log.display()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Its status if it has ended.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait()?;
        }
        Ok(self.ended)
    }

    /// Its status at its end.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ctrl-C.
    pub(crate) fn interrupt(&self) -> Result<()> {
        killpg(self.group, Signal::SIGINT).with_context(|| format!("cannot interrupt {}", self.title))
    }

    /// Waits for a line that begins with `prefix` and returns the rest of the line.
    pub(crate) fn ready(&mut self, prefix: &str, limit: Duration) -> Result<String> {
        let started = Instant::now();
        loop {
            let ended = self.ended()?;
            let output = self.output()?;
            let complete = output.rfind('\n').map_or("", |end| &output[..end]);
            if let Some(rest) = complete.lines().find_map(|line| line.strip_prefix(prefix)) {
                return Ok(rest.trim().to_string());
            }
            if let Some(status) = ended {
                bail!("{} ended ({status}) before it was ready\n{}", self.title, tail(&output, &self.log));
            }
            if started.elapsed() > limit {
                bail!("{} was not ready after {} s\n{}", self.title, limit.as_secs(), tail(&output, &self.log));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Longer than a process of ours that has processes of its own may take.
        leftovers::end(&[self.group], 2 * leftovers::PATIENCE);
        leftovers::forget(self.group);
    }
}

/// What a process said and how it ended.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) output: String,
    pub(crate) log: PathBuf,
}

impl Finished {
    /// The last lines and where the rest is.
    pub(crate) fn tail(&self) -> String {
        tail(&self.output, &self.log)
    }
}

/// Runs `command` to its end, whatever the end is, with a line of progress.
pub(crate) fn to_end(title: &str, command: &mut Command) -> Result<Finished> {
    let progress = Progress::start(title);
    let mut process = Process::start(title, command)?;
    let mut shown = Instant::now();
    let status = loop {
        if let Some(status) = process.ended()? {
            break status;
        }
        thread::sleep(Duration::from_millis(20));
        if shown.elapsed() > Duration::from_millis(250) {
            shown = Instant::now();
            progress.note(process.output()?.trim_end().lines().next_back().unwrap_or_default());
        }
    };
    progress.finish(status.success());
    Ok(Finished { status, output: process.output()?, log: process.log.clone() })
}

/// Runs `command`; an exit code other than 0 is an error with the end of the log.
pub(crate) fn run(title: &str, command: &mut Command) -> Result<Finished> {
    let finished = to_end(title, command)?;
    if !finished.status.success() {
        bail!("{title} failed ({})\n{}", finished.status, finished.tail());
    }
    Ok(finished)
}

fn log_path(title: &str) -> Result<PathBuf> {
    let folder = crate::root().join("target/xtask");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let name: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    Ok(folder.join(format!("{name}.log")))
}

fn tail(output: &str, log: &Path) -> String {
    let lines: Vec<&str> = output.trim_end().lines().collect();
    let kept = &lines[lines.len().saturating_sub(TAIL)..];
    format!("    {}\n  log: {}", kept.join("\n    "), log.display())
}
