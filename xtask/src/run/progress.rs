//! One line about the step at work: a spinner with the elapsed time on a terminal, plain lines elsewhere.

use std::time::{Duration, Instant};

use console::style;
use indicatif::{ProgressBar, ProgressStyle};

pub(super) struct Progress {
    title: String,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn start(title: &str) -> Self {
        let bar = console::user_attended_stderr().then(|| spinner(title));
        if bar.is_none() {
            eprintln!("{title} ...");
        }
        Self { title: title.to_string(), started: Instant::now(), bar }
    }

    /// What the step says it is doing; only terminals show it.
    pub(super) fn note(&self, line: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(console::strip_ansi_codes(line).trim().to_string());
        }
    }

    pub(super) fn finish(self, good: bool) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let seconds = self.started.elapsed().as_secs_f64();
        tell(good, &format!("{} {}", self.title, style(format!("({seconds:.1} s)")).for_stderr().dim()));
    }
}

/// A line that says how something went.
pub(crate) fn tell(good: bool, what: &str) {
    let mark = if good { style("ok    ").green() } else { style("FAILED").red() };
    eprintln!("{} {what}", mark.for_stderr());
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn spinner(title: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {prefix} {elapsed:.dim} {wide_msg:.dim}").expect("the template is right");
    let bar = ProgressBar::new_spinner().with_style(style).with_prefix(title.to_string());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
