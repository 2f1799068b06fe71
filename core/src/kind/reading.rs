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

use super::clients::reads_as;
use super::cuts::{Cut, cuts, last_cut, next_cut};
use super::{ClientSet, Condition, Outcome, Place, Set, Spec, table};
use crate::fields::Pair;
use crate::order::{Ordered, head};

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
    if whole || !fields.iter().any(|field| hides(spec, field)) {
        return None;
    }
    fields.iter().nth(search(spec, cuts(fields))?).map(|field| field.0)
}

/// Whether a value holds a known name where it could be cut.
fn hides(spec: &Spec, (_, mut value): Pair<'_>) -> bool {
    while let Some((_, (name, rest))) = next_cut(value) {
        if spec.place(head(name), name).syntax.is_some() {
            return true;
        }
        value = rest;
    }
    false
}

/// How a place can be reached: through presented cuts and unknown names only; and through a new known cut, the first of
/// which is in the presented field of this number.
#[derive(Clone, Copy)]
struct Reach {
    plainly: bool,
    newly: usize,
}

const NEVER: usize = usize::MAX;

impl Reach {
    const NOT: Self = Self { plainly: false, newly: NEVER };

    fn or(self, other: Self) -> Self {
        Self { plainly: self.plainly | other.plainly, newly: self.newly.min(other.newly) }
    }
}

/// A name that is compared by its first eight bytes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name<'a> {
    head: u64,
    text: &'a str,
}

/// For one count of required names passed: the smallest names of free-text cuts that can be reached either way.
#[derive(Clone, Copy)]
struct Open<'a> {
    plainly: Option<Name<'a>>,
    newly: Option<Name<'a>>,
    at: usize,
}

impl<'a> Open<'a> {
    const NONE: Self = Self { plainly: None, newly: None, at: NEVER };

    /// How a later cut can be reached when these fields swallow everything up to it.
    fn reach(&self, name: Option<Name<'_>>) -> Reach {
        let before = |open: Name<'_>| name.is_none_or(|name| open < name);
        Reach { plainly: self.plainly.is_some_and(before), newly: if self.newly.is_some_and(before) { self.at } else { NEVER } }
    }

    fn add(&mut self, name: Name<'a>, reach: Reach) {
        if reach.plainly && self.plainly.is_none_or(|open| name < open) {
            self.plainly = Some(name);
        }
        if reach.newly != NEVER && self.newly.is_none_or(|open| name < open) {
            (self.newly, self.at) = (Some(name), reach.newly);
        }
    }
}

/// What is known about one outcome after some cuts.
#[derive(Clone, Copy)]
struct State<'a> {
    /// By required names passed.
    open: [Open<'a>; MAX_REQUIRED + 1],
    /// How the last cut was reached, and the required names up to and with it.
    reach: Reach,
    passed: usize,
}

/// A cut that has been looked at, waiting for where its field may end.
struct Last<'a> {
    name: Name<'a>,
    text: &'a str,
    place: Place,
    /// Whether its text is a value that its field may have.
    valid: bool,
}

impl<'a> Last<'a> {
    fn of(name: Name<'a>, text: &'a str, spec: &Spec) -> Self {
        let place = spec.place(name.head, name.text);
        Self { name, text, place, valid: !text.is_empty() && place.syntax.is_none_or(|syntax| syntax.matches(text)) }
    }

    fn suits(&self, outcome: &Outcome) -> bool {
        let about = |condition: &&Condition| self.place.exact && usize::from(condition.number) == self.place.below;
        outcome.when.iter().filter(about).all(|condition| condition.holds(self.text))
    }

    /// Whether its text may go on behind the next cut.
    fn is_free(&self) -> bool {
        self.place.syntax.is_none_or(|syntax| syntax.is_free())
    }
}

/// The number of the field that hides the first cut of a second reading. Not inlined: its states take stack that ordinary
/// messages need not have.
#[inline(never)]
fn search<'a>(spec: &Spec, cuts: impl Iterator<Item = Cut<'a>>) -> Option<usize> {
    let mut states = [State { open: [Open::NONE; MAX_REQUIRED + 1], reach: Reach::NOT, passed: 0 }; MAX_OUTCOMES];
    let mut last: Option<Last<'a>> = None;
    let mut first = true;
    let lengths = Lengths::of(spec);
    // The smallest name of an open field.
    let mut least: Option<Name<'_>> = None;
    for cut in cuts {
        let first = core::mem::take(&mut first);
        // What a buyer can write most of in a text should cost least.
        let idle = !first && last.is_none();
        if idle && !lengths.may_be_known(cut.name) {
            continue;
        }
        let name = Name { head: head(cut.name), text: cut.name };
        if idle && least.is_none_or(|least| name <= least) {
            continue;
        }
        let next = Last::of(name, cut.text, spec);
        let place = next.place;
        let ends = last.as_ref().is_some_and(|last| last.name < name && last.valid);
        // An unknown name that is reached only past open fields leads nowhere that they do not; a text that is no value of
        // its field, and may not go on, leads nowhere at all.
        let leads = (first || ends || place.syntax.is_some()) && (next.valid || next.is_free());
        if !leads && last.is_none() {
            continue;
        }
        let before: Set = (1_u64 << (place.below & 63)) - 1;
        let here = Set::from(place.exact) << (place.below & 63);
        let new = !cut.presented && place.syntax.is_some();
        let mut reached = false;
        for (outcome, state) in spec.outcomes.iter().zip(&mut states) {
            let below = (outcome.required & before).count_ones() as usize;
            let mut reach = match (leads, first) {
                (false, _) => Reach::NOT,
                (true, true) => Reach { plainly: below == 0, newly: NEVER },
                (true, false) => state.arrive(ends && last.as_ref().is_some_and(|last| last.suits(outcome)), Some(name), below),
            };
            if matches!(cut.name, "key" | "sign") {
                reach = Reach::NOT;
            }
            if new {
                let here = if reach.plainly { cut.at } else { NEVER };
                reach = Reach { plainly: false, newly: reach.newly.min(here) };
            }
            // A free-text field may end at any later cut; that its neighbour was the first chance is behind us now.
            if let Some(last) = last.as_ref().filter(|last| last.is_free())
                && let Some(open) = state.open.get_mut(state.passed)
            {
                open.add(last.name, state.reach);
                least = Some(least.map_or(last.name, |least| least.min(last.name)));
            }
            reached |= reach.plainly || reach.newly != NEVER;
            state.reach = reach;
            state.passed = below + (outcome.required & here).count_ones() as usize;
        }
        last = if reached { Some(next) } else { None };
    }
    // What ends at the end: the last cut, if it was reached, and what is open.
    let newly = spec.outcomes.iter().zip(&states).map(|(outcome, state)| {
        let ends = last.as_ref().is_some_and(|last| last.valid && last.suits(outcome));
        state.arrive(ends, None, outcome.required.count_ones() as usize).newly
    });
    newly.min().filter(|at| *at != NEVER)
}

/// The lengths of the names that a kind knows, which tell most unknown ones.
struct Lengths {
    /// Bit n stands for a name of n bytes.
    exact: u64,
    /// The shortest that an indexed name can be.
    indexed: usize,
}

impl Lengths {
    fn of(spec: &Spec) -> Self {
        let none = Self { exact: 0, indexed: usize::MAX };
        spec.fields.iter().fold(none, |lengths, known| {
            let name = known.name().text;
            let indexed = if name.ends_with("$n") { name.len() - 1 } else { usize::MAX };
            Self { exact: lengths.exact | 1 << (name.len() & 63), indexed: lengths.indexed.min(indexed) }
        })
    }

    fn may_be_known(&self, name: &str) -> bool {
        self.exact >> (name.len() & 63) & 1 == 1 || name.len() >= self.indexed
    }
}

impl State<'_> {
    /// How the next cut (or the end) is reached, with so many required names below it: from the last one, if that `ends`
    /// there, or from one before that swallows everything.
    fn arrive(&self, ends: bool, name: Option<Name<'_>>, below: usize) -> Reach {
        let neighbour = if ends && self.passed == below { self.reach } else { Reach::NOT };
        neighbour.or(self.open.get(below).map_or(Reach::NOT, |open| open.reach(name)))
    }
}
