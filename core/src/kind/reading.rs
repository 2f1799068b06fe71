//! The one-reading rule: the signature covers a string, not a structure.
//!
//! `time_end=T&total_fee=100` is the same string whether it is two fields or one. A *reading* cuts the signed string at
//! its start and at places `&name=` so that names ascend; it is valid for a kind when every required field is there and
//! every known field has its syntax. A message is refused when a valid reading cuts at a name the kind knows where the
//! message as presented does not cut.
//!
//! One pass over the cuts, for all outcomes at once, no allocation. Since names ascend and required names may not be
//! skipped, all that matters about an earlier cut is how many required names it has behind it, whether a new known cut
//! was used on the way, and its name, of which the smallest serves best.

use super::{ClientSet, Condition, Outcome, Place, Set, Spec, table};
use crate::fields::{MAX_NAME, NAME_BYTES, Pair, is_name_start};
use crate::order::Ordered;

/// More outcomes and more required names than any kind has; the generator holds it.
const MAX_OUTCOMES: usize = 4;
const MAX_REQUIRED: usize = 16;

/// The name of the field that hides the first cut of a second valid reading. In a `whole` message no value holds `&`.
pub(super) fn second_reading<'a>(spec: &Spec, fields: Ordered<'_, 'a>, whole: bool) -> Option<&'a str> {
    let last = last_cut(fields.last()?);
    let ends_alike = |set: &&ClientSet| set.0.last().is_some_and(|field| field.name == last);
    if let Some(set) = table::CLIENT_SETS.iter().filter(ends_alike).find(|set| reads_as(set, cuts(fields))) {
        let hidden = cuts(fields).find(|cut| !cut.presented && set.0.iter().any(|field| field.name == cut.name));
        return hidden.or_else(|| cuts(fields).next()).map(|cut| cut.holder);
    }
    if whole || !fields.iter().any(|field| hides(spec, field)) { None } else { search(spec, cuts(fields)) }
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

/// Whether a value holds a known name where it could be cut.
fn hides(spec: &Spec, (_, mut value): Pair<'_>) -> bool {
    while let Some((_, (name, rest))) = next_cut(value) {
        if spec.place(name).syntax.is_some() {
            return true;
        }
        value = rest;
    }
    false
}

/// The name of the last cut of a field.
fn last_cut((name, value): Pair<'_>) -> &str {
    let mut last = (name, value);
    while let Some((_, cut)) = next_cut(last.1) {
        last = cut;
    }
    last.0
}

/// The text before the first `&name=` of a value, and the name and what follows.
fn next_cut(value: &str) -> Option<(&str, Pair<'_>)> {
    let bytes = value.as_bytes();
    let mut ampersand = memchr::memchr(b'&', bytes)?;
    loop {
        let start = ampersand + 1;
        let end = start + bytes.get(start..)?.iter().position(|&b| !NAME_BYTES[usize::from(b)])?;
        match bytes.get(end) {
            Some(b'=') if (1..=MAX_NAME).contains(&(end - start)) && bytes.get(start).is_some_and(|&b| is_name_start(b)) => {
                return Some((value.get(..ampersand)?, (value.get(start..end)?, value.get(end + 1..)?)));
            }
            Some(b'&') => ampersand = end,
            _ => ampersand = end + memchr::memchr(b'&', bytes.get(end..)?)?,
        }
    }
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

/// What is known about one outcome after some cuts.
#[derive(Clone, Copy, Default)]
struct State<'a> {
    /// By required names passed.
    open: [Open<'a>; MAX_REQUIRED + 1],
    /// How the last cut was reached, and the required names up to and with it.
    reach: Reach<'a>,
    passed: usize,
}

/// A cut that has been looked at, waiting for where its field may end.
struct Last<'a> {
    cut: Cut<'a>,
    place: Place,
}

impl Last<'_> {
    /// Whether its text is a valid value.
    fn is_valid(&self) -> bool {
        !self.cut.text.is_empty() && self.place.syntax.is_none_or(|syntax| syntax.matches(self.cut.text))
    }

    fn suits(&self, outcome: &Outcome) -> bool {
        let about = |condition: &&Condition| self.place.exact && usize::from(condition.number) == self.place.below;
        outcome.when.iter().filter(about).all(|condition| condition.holds(self.cut.text))
    }

    /// Whether its text may go on behind the next cut.
    fn is_free(&self) -> bool {
        self.place.syntax.is_none_or(|syntax| syntax.is_free())
    }
}

/// The field that hides the first cut of a second reading.
fn search<'a>(spec: &Spec, cuts: impl Iterator<Item = Cut<'a>>) -> Option<&'a str> {
    let mut states = [State::default(); MAX_OUTCOMES];
    let mut last: Option<Last<'a>> = None;
    for cut in cuts {
        let place = spec.place(cut.name);
        let before: Set = (1_u64 << (place.below & 63)) - 1;
        let here = Set::from(place.exact) << (place.below & 63);
        let new = !cut.presented && place.syntax.is_some();
        let ends = last.as_ref().is_some_and(|last| last.cut.name < cut.name && last.is_valid());
        for (outcome, state) in spec.outcomes.iter().zip(&mut states) {
            let below = (outcome.required & before).count_ones() as usize;
            let mut reach = match &last {
                None => Reach { plainly: below == 0, newly: None },
                Some(last) => state.arrive(ends && last.suits(outcome), Some(cut.name), below),
            };
            if matches!(cut.name, "key" | "sign") {
                reach = Reach::default();
            }
            if new {
                let here = reach.plainly.then_some(Found { at: cut.at, holder: cut.holder });
                reach = Reach { plainly: false, newly: earlier(reach.newly, here) };
            }
            // A free-text field may end at any later cut; that its neighbour was the first chance is behind us now.
            if let Some(last) = last.as_ref().filter(|last| last.is_free())
                && let Some(open) = state.open.get_mut(state.passed)
            {
                open.add(last.cut.name, state.reach);
            }
            state.reach = reach;
            state.passed = below + (outcome.required & here).count_ones() as usize;
        }
        last = Some(Last { cut, place });
    }
    let last = last?;
    let valid = last.is_valid();
    let ends = spec
        .outcomes
        .iter()
        .zip(&states)
        .filter_map(|(outcome, state)| state.arrive(valid && last.suits(outcome), None, outcome.required.count_ones() as usize).newly);
    ends.reduce(|a, b| if b.at < a.at { b } else { a }).map(|found| found.holder)
}

impl<'a> State<'a> {
    /// How the next cut (or the end) is reached, with so many required names below it: from the last one, if that `ends`
    /// there, or from one before that swallows everything.
    fn arrive(&self, ends: bool, name: Option<&str>, below: usize) -> Reach<'a> {
        let neighbour = if ends && self.passed == below { self.reach } else { Reach::default() };
        neighbour.or(self.open.get(below).map_or(Reach::default(), |open| open.reach(name)))
    }
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
