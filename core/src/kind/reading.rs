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

use arrayvec::ArrayVec;

use super::clients::reads_as;
use super::cuts::{Cut, cuts, has_cut, last_cut};
use super::index::Index;
use super::{ClientSet, Condition, Outcome, Place, Spec, table};
use crate::order::{Ordered, head};

/// More outcomes and more required names than any kind has; the generator holds it.
const MAX_OUTCOMES: usize = 4;
const MAX_REQUIRED: usize = 16;

/// The name of the field that hides the first cut of a second valid reading. In a `whole` message no value holds `&`.
pub(super) fn second_reading<'a>(spec: &Spec, fields: Ordered<'_, 'a>, whole: bool) -> Option<&'a str> {
    let field = |at| fields.iter().nth(at).map(|field| field.0);
    let last = last_cut(fields.last()?);
    let ends_alike = |set: &&ClientSet| set.0.last().is_some_and(|field| field.name.as_bytes() == last);
    if let Some(set) = table::CLIENT_SETS.iter().filter(ends_alike).find(|set| reads_as(set, cuts(fields))) {
        let hidden = cuts(fields).find(|cut| !cut.presented && set.0.iter().any(|field| field.name.as_bytes() == cut.name));
        return field(hidden.map_or(0, |cut| cut.at));
    }
    if whole || !fields.iter().any(|field| has_cut(field.1)) {
        return None;
    }
    let index = Index::of(spec);
    if !cuts(fields).any(|cut| !cut.presented && index.knows(cut.name)) {
        return None;
    }
    field(search(spec, &index, cuts(fields))?)
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

    fn is_some(self) -> bool {
        self.plainly || self.newly != NEVER
    }

    fn or(self, other: Self) -> Self {
        Self { plainly: self.plainly || other.plainly, newly: self.newly.min(other.newly) }
    }
}

/// A name that is compared by its first eight bytes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name<'a> {
    head: u64,
    text: &'a [u8],
}

impl<'a> Name<'a> {
    /// What stands for a name at the end, and for none: it sorts after all.
    const END: Self = Self { head: u64::MAX, text: &[] };

    fn of(text: &'a [u8]) -> Self {
        Self { head: head(text), text }
    }
}

/// For one count of required names passed: the smallest names of free-text cuts that can be reached either way.
#[derive(Clone, Copy)]
struct Open<'a> {
    plainly: Name<'a>,
    newly: Name<'a>,
    at: usize,
}

impl<'a> Open<'a> {
    const NONE: Self = Self { plainly: Name::END, newly: Name::END, at: NEVER };

    /// How a later cut can be reached when these fields swallow everything up to it.
    fn reach(&self, name: Name<'_>) -> Reach {
        Reach { plainly: self.plainly < name, newly: if self.newly < name { self.at } else { NEVER } }
    }

    fn add(&mut self, name: Name<'a>, reach: Reach) {
        if reach.plainly && name < self.plainly {
            self.plainly = name;
        }
        if reach.newly != NEVER && name < self.newly {
            (self.newly, self.at) = (name, reach.newly);
        }
    }
}

/// What is known about one outcome after some cuts.
struct State<'a> {
    outcome: Outcome,
    /// For each known name, how many required ones sort before it.
    required_before: [u8; 64],
    /// By required names passed.
    open: [Open<'a>; MAX_REQUIRED + 1],
    /// How the last cut was reached, and the required names up to and with it.
    reach: Reach,
    passed: usize,
}

/// A cut that has been looked at, waiting for where its field may end.
struct Last<'a> {
    name: Name<'a>,
    text: &'a [u8],
    place: Place,
    /// Whether its text is a value that its field may have.
    valid: bool,
}

impl<'a> Last<'a> {
    #[inline(always)]
    fn of(name: Name<'a>, text: &'a [u8], place: Place) -> Self {
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
fn search<'a>(spec: &Spec, index: &Index<'_>, mut cuts: impl Iterator<Item = Cut<'a>>) -> Option<usize> {
    let mut states = ArrayVec::<_, MAX_OUTCOMES>::new();
    for outcome in spec.outcomes {
        states.try_push(State::of(*outcome)).ok()?;
    }
    let first = cuts.next()?;
    let first = Last::of(Name::of(first.name), first.text, index.place(head(first.name), first.name));
    for state in &mut states {
        let below = state.below(first.place);
        state.reach.plainly = below == 0;
        state.passed = below + state.requires(first.place);
    }
    // The last cut, and whether it was reached.
    let (mut last, mut reached) = (first, true);
    for cut in cuts {
        // What a buyer can write most of in a text should cost least.
        if !reached && !index.may_know(cut.name) {
            continue;
        }
        let name = Name::of(cut.name);
        let place = index.place(name.head, name.text);
        if !reached && !states.iter().any(|state| state.swallows(name, state.below(place))) {
            continue;
        }
        let next = Last::of(name, cut.text, place);
        let ends = Some(&last).filter(|last| reached && last.valid && last.name < name);
        // An unknown name that is reached only past open fields leads nowhere that they do not; a text that is no value of
        // its field, and may not go on, leads nowhere at all.
        let may_end = || ends.is_some() && !matches!(cut.name, b"key" | b"sign");
        let leads = (place.syntax.is_some() || may_end()) && (next.valid || next.is_free());
        let open = Some(last.name).filter(|_| reached && last.is_free());
        let new = !cut.presented && place.syntax.is_some();
        reached = false;
        for state in &mut states {
            let below = state.below(place);
            let mut reach = if leads { state.arrive(ends, name, below) } else { Reach::NOT };
            if new {
                let here = if reach.plainly { cut.at } else { NEVER };
                reach = Reach { plainly: false, newly: reach.newly.min(here) };
            }
            // A free-text field may end at any later cut; that its neighbour was the first chance is behind us now.
            if let Some(name) = open {
                state.open(name);
            }
            reached |= reach.is_some();
            state.reach = reach;
            state.passed = below + state.requires(place);
        }
        last = next;
    }
    // What ends at the end: the last cut, if it was reached, and what is open.
    let ends = Some(&last).filter(|last| reached && last.valid);
    let newly = states.iter().map(|state| state.arrive(ends, Name::END, state.outcome.required.count_ones() as usize).newly);
    newly.min().filter(|at| *at != NEVER)
}

impl<'a> State<'a> {
    fn of(outcome: Outcome) -> Self {
        let mut required_before = [0; 64];
        let mut count = 0;
        for (number, before) in required_before.iter_mut().enumerate() {
            *before = count;
            count += (outcome.required >> number & 1) as u8;
        }
        Self { outcome, required_before, open: [Open::NONE; MAX_REQUIRED + 1], reach: Reach::NOT, passed: 0 }
    }

    /// How many required names sort before this one.
    fn below(&self, place: Place) -> usize {
        usize::from(self.required_before[place.below & 63])
    }

    /// 1 for a required name, 0 for another.
    fn requires(&self, place: Place) -> usize {
        usize::from(place.exact) & (self.outcome.required >> (place.below & 63)) as usize
    }

    /// Whether a field that may swallow everything leads to a cut with so many required names below it.
    fn swallows(&self, name: Name<'_>, below: usize) -> bool {
        self.open.get(below).is_some_and(|open| open.reach(name).is_some())
    }

    /// How the next cut (or the end) is reached, with so many required names below it: from the last one, if that `ends`
    /// there, or from one before that swallows everything.
    fn arrive(&self, ends: Option<&Last<'_>>, name: Name<'_>, below: usize) -> Reach {
        let neighbour = self.passed == below && ends.is_some_and(|last| last.suits(&self.outcome));
        let neighbour = if neighbour { self.reach } else { Reach::NOT };
        neighbour.or(self.open.get(below).map_or(Reach::NOT, |open| open.reach(name)))
    }

    /// The last cut, of this name, may swallow what follows.
    fn open(&mut self, name: Name<'a>) {
        if let Some(open) = self.open.get_mut(self.passed) {
            open.add(name, self.reach);
        }
    }
}
