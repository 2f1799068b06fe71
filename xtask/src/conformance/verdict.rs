//! Answers held against the corpus and against each other.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::wanted::Wanted;

/// What one column said of each case, by the names of `tests/src/answer.rs`.
#[derive(Default)]
pub(super) struct Answers(BTreeMap<String, String>);

impl Answers {
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut answers = BTreeMap::new();
        for line in text.lines() {
            let (id, answer) = line.split_once('\t').with_context(|| format!("not a line of answers: {line:?}"))?;
            let before = answers.insert(id.to_string(), answer.to_string());
            ensure!(before.is_none_or(|before| before == answer), "two answers to {id}");
        }
        Ok(Self(answers))
    }
}

/// How many cases of those that were answered are as they should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    agreeing: usize,
    cases: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cases == 0 { f.write_str("-") } else { write!(f, "{}/{}", self.agreeing, self.cases) }
    }
}

pub(super) struct Verdict {
    /// The rows of the corpus in their order, with a tally for each column.
    pub(super) rows: Vec<(String, Vec<Tally>)>,
    pub(super) differences: Vec<String>,
    pub(super) cases: usize,
}

impl Verdict {
    /// The first `ours` columns answer every case, and all the same; the others what they can.
    pub(super) fn of(cases: &[Value], columns: &[(String, Answers)], ours: usize) -> Self {
        let mut verdict = Self { rows: Vec::new(), differences: Vec::new(), cases: cases.len() };
        for case in cases {
            let row = case["row"].as_str().unwrap_or_default();
            let place = verdict.rows.iter().position(|known| known.0 == row).unwrap_or_else(|| {
                verdict.rows.push((row.into(), vec![Tally::default(); columns.len()]));
                verdict.rows.len() - 1
            });
            let lines = Wanted::lines(case);
            for (at, (name, answers)) in columns.iter().enumerate() {
                let own = at < ours;
                if !own && lines.iter().all(|(id, _)| !answers.0.contains_key(id)) {
                    continue;
                }
                let reference = columns.first().filter(|_| own && at > 0);
                let fault = lines.iter().find_map(|(id, wanted)| fault(id, wanted, answers, reference));
                let tally = &mut verdict.rows[place].1[at];
                tally.cases += 1;
                tally.agreeing += usize::from(fault.is_none());
                verdict.differences.extend(fault.map(|fault| format!("{name}: {fault}")));
            }
        }
        verdict
    }

    pub(super) fn sums(&self) -> Vec<Tally> {
        let columns = self.rows.first().map_or(0, |row| row.1.len());
        let sum = |at: usize, of: fn(&Tally) -> usize| self.rows.iter().map(|row| of(&row.1[at])).sum();
        (0..columns).map(|at| Tally { agreeing: sum(at, |tally| tally.agreeing), cases: sum(at, |tally| tally.cases) }).collect()
    }
}

/// What is wrong with one line.
fn fault(id: &str, wanted: &Wanted, answers: &Answers, reference: Option<&(String, Answers)>) -> Option<String> {
    let Some(got) = answers.0.get(id) else { return Some(format!("{id}\n  wanted {wanted}\n  got    nothing")) };
    if !wanted.allows(got) {
        return Some(format!("{id}\n  wanted {wanted}\n  got    {got}"));
    }
    let (name, others) = reference?;
    let other = others.0.get(id).filter(|other| *other != got)?;
    Some(format!("{id}\n  {name:<6} {other}\n  got    {got}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, lines: &str) -> (String, Answers) {
        (name.into(), Answers::read(lines).unwrap())
    }

    /// Two rows; the second case is cut after none and after its only byte.
    fn cases() -> Vec<Value> {
        let cases = r#"[{"id":"a","row":"r","want":{"code":"SIZE"}}, {"id":"c","row":"cut","xml_cut":"x","want":{"codes":["SYNTAX"]}}]"#;
        serde_json::from_str(cases).unwrap()
    }

    #[test]
    fn faces_that_agree_have_no_difference() {
        let lines = "a\tSIZE\tlist\nc@0\tSYNTAX\tbyte 0\nc@1\tOK\t00";
        let verdict = Verdict::of(&cases(), &[column("rust", lines), column("c", lines), column("other", "a\tREFUSED")], 2);
        assert!(verdict.differences.is_empty(), "{:?}", verdict.differences);
        assert_eq!(verdict.sums().iter().map(ToString::to_string).collect::<Vec<_>>(), ["2/2", "2/2", "1/1"]);
        assert_eq!(verdict.rows[1].1.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1/1", "1/1", "-"]);
    }

    #[test]
    fn a_silent_a_wrong_and_a_different_face_are_told() {
        let right = "a\tSIZE\tlist\nc@0\tSYNTAX\tbyte 0\nc@1\tOK\t00";
        let wrong = [
            "a\tSIZE\tlist\nc@0\tSYNTAX\tbyte 0",
            "a\tSIZE\tlist\nc@0\tOK\t00\nc@1\tOK\t00",
            "a\tSIZE\t\nc@0\tSYNTAX\tbyte 0\nc@1\tOK\t00",
        ];
        for lines in wrong {
            let verdict = Verdict::of(&cases(), &[column("rust", right), column("c", lines)], 2);
            assert_eq!(verdict.differences.len(), 1, "{lines}");
            assert_eq!(verdict.sums()[1].to_string(), "1/2");
        }
        assert!(Answers::read("a\tOK\t00\na\tOK\t01").is_err());
    }
}
