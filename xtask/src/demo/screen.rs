//! The demo as text: aligned, coloured on a terminal, plain elsewhere.

use std::io::{self, Write as _};

use anyhow::Result;
use console::{Alignment, Color, StyledObject, Term, measure_text_width, pad_str, style};

use super::event::{Event, Party, Strike};
use super::paint::Paint;
use super::text::{Language, Text, text};

const INDENT: usize = 5;
const LABEL: usize = 10;
/// As wide as the longest code.
const MARK: usize = 11;
const PLAIN_WIDTH: usize = 100;

pub(super) struct Screen {
    language: Language,
    width: usize,
    number: usize,
    /// Titles and codes of what was not as it must be.
    wrong: Vec<String>,
}

impl Screen {
    pub(super) fn new() -> Self {
        let columns = Term::stdout().size_checked().map_or(PLAIN_WIDTH, |(_, columns)| usize::from(columns));
        Self { language: Language::of_terminal(), width: columns.clamp(50, 120), number: 0, wrong: Vec::new() }
    }

    pub(super) fn say(&self, text: Text) -> &'static str {
        self.language.of(text)
    }

    /// A heading; steps below it are counted from 1.
    pub(super) fn heading(&mut self, title: Text) -> Result<()> {
        self.number = 0;
        let title = self.say(title);
        let rule = "─".repeat(self.width.saturating_sub(measure_text_width(title) + 6));
        out(&format!("\n{} {} {}\n", style("───").dim(), style(title).bold(), style(rule).dim()))
    }

    pub(super) fn line(&self, line: &str) -> Result<()> {
        out(&format!("{line}\n"))
    }

    /// A message in full.
    pub(super) fn step(&mut self, event: &Event) -> Result<()> {
        self.number += 1;
        let number = style(self.number.to_string()).dim();
        self.title(&number, event, "")?;
        self.row(text("sent", "发送"), &event.call)?;
        self.more(&event.sent)?;
        if let Some(signed) = &event.signed {
            self.row(text("signed", "签名串"), signed)?;
        }
        self.row(text("answer", "应答"), &event.answer)
    }

    /// A message whose like has been seen in full: one line.
    pub(super) fn brief(&mut self, event: &Event) -> Result<()> {
        self.title(&style("·".to_string()).dim(), event, &event.code)
    }

    /// An attack: what was changed, what came of it.
    pub(super) fn attack(&mut self, event: &Event, strike: &Strike) -> Result<()> {
        self.number += 1;
        let number = style(self.number.to_string()).dim();
        self.title(&number, event, &event.code)?;
        self.row(text("why", "原理"), self.say(strike.why))?;
        self.lines(&style(pad("  -", LABEL, Alignment::Left)).red().to_string(), &strike.cut)?;
        self.lines(&style(pad("  +", LABEL, Alignment::Left)).green().to_string(), &strike.put)?;
        if strike.still_fits {
            self.row(text("signed", "签名串"), self.say(text("the genuine string, byte for byte", "与真实通知逐字节相同")))?;
        }
        self.row(text("answer", "应答"), &event.answer)?;
        self.row(text("shop log", "商户日志"), &strike.log)?;
        let found = match self.language {
            Language::English => format!("got {}, order {}, bookings {}", event.code, strike.state, strike.bookings),
            Language::Chinese => format!("结果 {}，订单 {}，入账 {} 次", event.code, strike.state, strike.bookings),
        };
        self.row(text("expected", "应得"), &format!("{}  ·  {found}", strike.expected))
    }

    /// The last line: what came of it all.
    pub(super) fn verdict(&self, seconds: f64) -> Result<()> {
        if self.wrong.is_empty() {
            let good = self.say(text(
                "One payment, booked once. Five forgeries refused, the replay without effect.",
                "一笔付款，入账一次；五种伪造全部拒绝，重放无效。",
            ));
            return self.line(&format!("\n{} {good} {}", style("✓").green().bold(), style(format!("({seconds:.1} s)")).dim()));
        }
        let bad = self.say(text("Not as it must be:", "不符合预期："));
        self.line(&format!("\n{} {bad} {}", style("✗").red().bold(), style(self.wrong.join(", ")).bold()))
    }

    pub(super) fn all_right(&self) -> bool {
        self.wrong.is_empty()
    }

    /// `3  Title                  ✓ CODE    shop → WeChat    4.0 ms`
    fn title(&mut self, number: &StyledObject<String>, event: &Event, code: &str) -> Result<()> {
        let mark = if event.ok {
            style(format!("✓ {code}")).green()
        } else {
            self.wrong.push(format!("{} ({})", self.say(event.title), event.code));
            style(format!("✗ {}", event.code)).red().bold()
        };
        let time = if event.ms > 0.0 { format!("{:.1} ms", event.ms) } else { String::new() };
        let parties = format!("{} {} {}", self.party(event.from), style("→").dim(), self.party(event.to));
        let time = if time.is_empty() { " ".repeat(11) } else { style(pad(&time, 11, Alignment::Right)).dim().to_string() };
        let right = format!("{}  {}{time}", pad(&mark.to_string(), MARK, Alignment::Left), pad(&parties, 18, Alignment::Right));
        let left = format!("{} {}", pad(&number.to_string(), INDENT - 2, Alignment::Right), style(self.say(event.title)).bold());
        let gap = self.width.saturating_sub(measure_text_width(&left) + measure_text_width(&right) + 1);
        if gap > 0 {
            return out(&format!("\n {left}{}{}\n", " ".repeat(gap), right.trim_end()));
        }
        out(&format!("\n {left}\n{}\n", pad(&right, self.width, Alignment::Right).trim_end()))
    }

    fn row(&self, label: Text, value: &str) -> Result<()> {
        let label = pad(self.say(label), LABEL, Alignment::Left);
        self.lines(&style(label).dim().to_string(), value)
    }

    fn more(&self, value: &str) -> Result<()> {
        self.lines(&" ".repeat(LABEL), value)
    }

    /// No line for no text.
    fn lines(&self, label: &str, value: &str) -> Result<()> {
        let mut label = label.to_string();
        for line in Paint::lines(value, self.width.saturating_sub(INDENT + LABEL)) {
            out(&format!("{}{label}{}\n", " ".repeat(INDENT), line.trim_end()))?;
            label = " ".repeat(LABEL);
        }
        Ok(())
    }

    fn party(&self, party: Party) -> StyledObject<&'static str> {
        style(self.say(party.name())).fg(match party {
            Party::Phone => Color::Cyan,
            Party::Shop => Color::Yellow,
            Party::Gateway => Color::Green,
            Party::Attacker => Color::Red,
        })
    }
}

fn pad(text: &str, width: usize, alignment: Alignment) -> String {
    pad_str(text, width, alignment, None).into_owned()
}

/// Unlike `print!`, a reader that has gone away is an ordinary error: everything is still cleaned up.
fn out(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}
