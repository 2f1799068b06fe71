//! The one-reading rule: the signature covers a string, not a structure.
//!
//! `time_end=T&total_fee=100` is the same string whether it is two fields or one. A *reading* cuts the signed string at
//! its start and at places `&name=` so that names ascend; it is valid for a kind when every required field is there and
//! every known field has its syntax. A message is refused when a valid reading cuts at a name the kind knows where the
//! message as presented does not cut.
//!
//! One pass over the cuts for each possible outcome, no allocation. Since names ascend and required names may not be
//! skipped, all that matters about an earlier cut is how many required names it has behind it, whether a new known cut
//! was used on the way, and its name, of which the smallest serves best.

use super::{ClientSet, Outcome, Spec, table};
use crate::fields::{MAX_NAME, Pair, is_name_byte, is_name_start};
use crate::order::Ordered;
use crate::scan::{any, places};

/// More required names than any kind has; a test of the generator holds it.
const MAX_REQUIRED: usize = 16;

/// The name of the field that hides the first cut of a second valid reading. In a `plain` message no value holds `&`.
pub(super) fn second_reading<'a>(spec: &Spec, fields: Ordered<'_, 'a>, plain: bool) -> Option<&'a str> {
    let plain = plain || !fields.iter().any(|(_, value)| any(value.as_bytes(), |word| places(word, b'&')));
    // Without `&` all cuts are fields, and the last of a set is never left out.
    let may_be = |set: &&ClientSet| !plain || set.0.last().is_some_and(|last| fields.get(last.name).is_some());
    if let Some(set) = table::CLIENT_SETS.iter().filter(may_be).find(|set| reads_as(set, cuts(fields))) {
        let hidden = cuts(fields).find(|cut| !cut.presented && set.0.iter().any(|field| field.name == cut.name));
        return hidden.or_else(|| cuts(fields).next()).map(|cut| cut.holder);
    }
    let hides = |cut: Cut<'_>| !cut.presented && spec.syntax_of(cut.name).is_some();
    if plain || !cuts(fields).any(hides) {
        return None;
    }
    spec.outcomes.iter().filter_map(|outcome| search(spec, outcome, cuts(fields))).min_by_key(|found| found.at).map(|found| found.holder)
}

/// A place where the signed string may be cut: its start, or `&name=`.
#[derive(Clone, Copy)]
struct Cut<'a> {
    name: &'a str,
    /// The text up to the next cut or the end of the presented value.
    text: &'a str,
    /// Whether the message as presented cuts here.
    presented: bool,
    /// The presented field that this cut is in.
    holder: &'a str,
    /// Counts the presented fields.
    at: usize,
}

/// All cuts in order.
fn cuts<'a>(fields: Ordered<'_, 'a>) -> impl Iterator<Item = Cut<'a>> {
    fields.iter().enumerate().flat_map(|(at, (holder, value))| {
        let mut next = Some((holder, value));
        let mut presented = true;
        core::iter::from_fn(move || {
            let (name, rest) = next?;
            let text = match next_cut(rest) {
                Some((text, pair)) => {
                    next = Some(pair);
                    text
                }
                None => {
                    next = None;
                    rest
                }
            };
            Some(Cut { name, text, presented: core::mem::take(&mut presented), holder, at })
        })
    })
}

/// The text before the first `&name=` of a value, and the name and what follows.
fn next_cut(value: &str) -> Option<(&str, Pair<'_>)> {
    let bytes = value.as_bytes();
    let mut from = 0;
    while let Some(ampersand) = bytes.get(from..).and_then(|rest| memchr::memchr(b'&', rest)) {
        let start = from + ampersand + 1;
        let end = start + bytes.get(start..)?.iter().position(|&b| !is_name_byte(b))?;
        from = end;
        if bytes.get(end) == Some(&b'=') && (1..=MAX_NAME).contains(&(end - start)) && bytes.get(start).is_some_and(|&b| is_name_start(b)) {
            return Some((value.get(..start - 1)?, (value.get(start..end)?, value.get(end + 1..)?)));
        }
    }
    None
}

/// The first new known cut on the way to a place.
#[derive(Clone, Copy)]
struct Found<'a> {
    at: usize,
    holder: &'a str,
}

/// How a place can be reached: through presented cuts and unknown names only, and through a new known cut.
#[derive(Clone, Copy, Default)]
struct Reach<'a> {
    plainly: bool,
    newly: Option<Found<'a>>,
}

impl<'a> Reach<'a> {
    fn or(self, other: Self) -> Self {
        Self { plainly: self.plainly || other.plainly, newly: earlier(self.newly, other.newly) }
    }
}

fn earlier<'a>(a: Option<Found<'a>>, b: Option<Found<'a>>) -> Option<Found<'a>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.at < a.at { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// For one count of required names passed: the smallest names of free-text cuts that can be reached either way.
#[derive(Clone, Copy, Default)]
struct Open<'a> {
    plainly: Option<&'a str>,
    newly: Option<(&'a str, Found<'a>)>,
}

impl<'a> Open<'a> {
    /// How a later cut can be reached when these fields swallow everything up to it.
    fn reach(&self, name: Option<&str>) -> Reach<'a> {
        let before = |open: &str| name.is_none_or(|name| open < name);
        Reach { plainly: self.plainly.is_some_and(before), newly: self.newly.filter(|open| before(open.0)).map(|open| open.1) }
    }

    fn add(&mut self, name: &'a str, reach: Reach<'a>) {
        if reach.plainly && self.plainly.is_none_or(|open| name < open) {
            self.plainly = Some(name);
        }
        if let Some(found) = reach.newly
            && self.newly.is_none_or(|open| name < open.0)
        {
            self.newly = Some((name, found));
        }
    }
}

/// A cut that has been looked at, waiting for where its field may end.
struct Last<'a> {
    cut: Cut<'a>,
    reach: Reach<'a>,
    /// Required names up to and with this one.
    passed: usize,
}

fn search<'a>(spec: &Spec, outcome: &Outcome, cuts: impl Iterator<Item = Cut<'a>>) -> Option<Found<'a>> {
    let required = outcome.required;
    let mut open = [Open::default(); MAX_REQUIRED + 1];
    let mut last: Option<Last<'a>> = None;
    for cut in cuts {
        let below = required.iter().take_while(|name| **name < cut.name).count();
        let passed = below + usize::from(required.get(below) == Some(&cut.name));
        let mut reach = match &last {
            None => Reach { plainly: below == 0, newly: None },
            Some(last) => arrive(spec, outcome, last, Some(cut.name), below)
                .or(open.get(below).map_or(Reach::default(), |open| open.reach(Some(cut.name)))),
        };
        if matches!(cut.name, "key" | "sign") {
            reach = Reach::default();
        }
        if !cut.presented && spec.syntax_of(cut.name).is_some() {
            let here = reach.plainly.then_some(Found { at: cut.at, holder: cut.holder });
            reach = Reach { plainly: false, newly: earlier(reach.newly, here) };
        }
        // A free-text field may end at any later cut; that its neighbour was the first chance is behind us now.
        if let Some(last) = last
            && spec.syntax_of(last.cut.name).is_none_or(|syntax| syntax.is_free())
            && let Some(open) = open.get_mut(last.passed)
        {
            open.add(last.cut.name, last.reach);
        }
        last = Some(Last { cut, reach, passed });
    }
    let end = arrive(spec, outcome, &last?, None, required.len());
    end.or(open.get(required.len()).map_or(Reach::default(), |open| open.reach(None))).newly
}

/// How the cut right after `last` (or the end) is reached from it: the text between must be a valid value.
fn arrive<'a>(spec: &Spec, outcome: &Outcome, last: &Last<'a>, name: Option<&str>, below: usize) -> Reach<'a> {
    let cut = &last.cut;
    let valid = !cut.text.is_empty()
        && last.passed == below
        && name.is_none_or(|name| cut.name < name)
        && outcome.allows(cut.name, cut.text)
        && spec.syntax_of(cut.name).is_none_or(|syntax| syntax.matches(cut.text));
    if valid { last.reach } else { Reach::default() }
}

/// Whether the string is exactly this client text. Bit n of a mask stands for field n of the set.
fn reads_as<'a>(set: &ClientSet, cuts: impl Iterator<Item = Cut<'a>>) -> bool {
    let free = set.0.iter().enumerate().filter(|(_, field)| field.free).fold(0, |mask, (n, _)| mask | 1_u32 << n);
    // Fields that begin at the last cut; free fields that began before it and may hold it and more.
    let (mut begun, mut open) = (0, 0);
    let mut text: Option<&str> = None;
    for cut in cuts {
        let target = set.0.iter().position(|field| field.name == cut.name);
        let reached = match (text, target) {
            (None, target) => u32::from(target == Some(0)),
            (Some(text), Some(target)) if may_follow(set, ending(begun, free, text) | open, target) => 1 << target,
            _ => 0,
        };
        open |= begun & free;
        begun = reached;
        text = Some(cut.text);
        if begun | open == 0 {
            return false;
        }
    }
    text.is_some_and(|text| may_follow(set, ending(begun, free, text) | open, set.0.len()))
}

/// Those of the fields that may end after this text.
fn ending(begun: u32, free: u32, text: &str) -> u32 {
    if text.is_empty() {
        0
    } else if text.contains('&') {
        begun & free
    } else {
        begun
    }
}

/// Whether one of the fields stands right before the target, or only optional ones are between.
fn may_follow(set: &ClientSet, fields: u32, target: usize) -> bool {
    let before = set.0.iter().enumerate().take(target).rev();
    let mut optional_only = true;
    for (n, field) in before {
        if optional_only && fields & 1 << n != 0 {
            return true;
        }
        optional_only &= field.optional;
    }
    false
}
