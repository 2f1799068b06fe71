//! The protocol's knowledge as data: kinds of messages, their fields, what they demand.

mod clients;
mod cuts;
mod index;
mod reading;
mod syntax;
#[rustfmt::skip]
mod table;

use crate::error::{Code, Error};
use crate::fields::Pair;
use crate::flat::Flat;
use crate::order::{Ordered, head, is_signed};
use crate::scan::{any, equal};

use syntax::Syntax;
pub use table::Kind;

/// What is known of one kind; generated from `core/kinds/*.toml`.
struct Spec {
    name: &'static str,
    signed: bool,
    /// Numbers of the fields that every message of the kind has, in the order in which they are missed.
    required: &'static [u8],
    /// What the message may be about; exactly one applies.
    outcomes: &'static [Outcome],
    /// Fields and values that make `succeeded` say yes, and whether they may be absent. Empty: it never does.
    yes: &'static [(&'static str, &'static str, bool)],
    defaults: &'static [(&'static str, &'static str)],
    /// Ascending by name, at most 63; `_$n` stands for an index.
    fields: &'static [Known],
}

/// A name that some kind knows.
struct Name {
    head: u64,
    text: &'static str,
}

impl Name {
    const fn new(text: &'static str) -> Self {
        Self { head: head(text.as_bytes()), text }
    }
}

/// A field that a kind knows. Tables are made of numbers: a pointer costs the loader of a shared library three times its size.
struct Known {
    /// Its number in [`table::NAMES`].
    name: u16,
    syntax: Syntax,
}

impl Known {
    #[inline]
    fn name(&self) -> &'static Name {
        const NONE: &Name = &Name::new("");
        table::NAMES.get(usize::from(self.name)).unwrap_or(NONE)
    }

    fn bytes(&self) -> &'static [u8] {
        self.name().text.as_bytes()
    }
}

/// Some of the known fields: bit n stands for field n.
type Set = u64;

const fn set(numbers: &[u8]) -> Set {
    let mut set = 0;
    let mut rest = numbers;
    while let [number, others @ ..] = rest {
        set |= 1 << (*number & 63);
        rest = others;
    }
    set
}

#[derive(Clone, Copy)]
struct Outcome {
    /// Applies only if each holds.
    when: &'static [Condition],
    /// Includes what every message of the kind has.
    required: Set,
}

/// The known field of this number has one of the words (`wanted`) or none of them.
struct Condition {
    number: u8,
    /// Their number in [`table::WORDS`].
    words: u8,
    wanted: bool,
}

impl Condition {
    /// Not inlined: few fields have a condition, and the comparison would be prepared for all of them.
    #[inline(never)]
    fn holds(&self, value: &[u8]) -> bool {
        is_one_of(self.words, value) == self.wanted
    }
}

/// Whether a text is among the words of this number.
fn is_one_of(words: u8, text: &[u8]) -> bool {
    table::WORDS.get(usize::from(words)).is_some_and(|words| words.iter().any(|word| equal(word.as_bytes(), text)))
}

/// A text that goes to clients under the merchant's key: its fields in order. The last is always there and never free.
struct ClientSet(&'static [ClientField]);

struct ClientField {
    name: &'static str,
    optional: bool,
    /// May hold any text, also `&`.
    free: bool,
}

/// A name among those that a kind knows.
#[derive(Clone, Copy)]
struct Place {
    /// How many known names sort before it.
    below: usize,
    /// Whether the known name of that number is this one, not only the family of it.
    exact: bool,
    /// None for a name that is not known.
    syntax: Option<Syntax>,
}

impl Spec {
    /// Where a name is among the known ones; with its [`head`].
    fn place(&self, head: u64, name: &[u8]) -> Place {
        self.place_after(self.fields.partition_point(|known| known.name().head < head), head, name)
    }

    /// As [`Self::place`], when at least so many known names sort before it.
    #[inline(always)]
    fn place_after(&self, mut below: usize, head: u64, name: &[u8]) -> Place {
        while let Some(known) = self.fields.get(below) {
            let other = known.name();
            if other.head >= head {
                if other.head == head && equal(other.text.as_bytes(), name) {
                    return Place { below, exact: true, syntax: Some(known.syntax) };
                }
                if other.head > head || other.text.as_bytes() > name {
                    break;
                }
            }
            below += 1;
        }
        let indexed = name.last().is_some_and(u8::is_ascii_digit);
        Place { below, exact: false, syntax: if indexed { self.family(below, name) } else { None } }
    }

    /// The syntax of an indexed field: `coupon_id_0` is of the family `coupon_id_$n`, which sorts before it.
    #[inline(never)]
    fn family(&self, below: usize, name: &[u8]) -> Option<Syntax> {
        let stem = name.get(..=name.iter().rposition(|b| !b.is_ascii_digit())?)?;
        let split = |known: &Known| known.bytes().split_at_checked(stem.len()).filter(|(begin, _)| equal(begin, stem));
        let alike = self.fields.get(..below)?.iter().rev().map_while(|known| Some((known, split(known)?.1)));
        alike.filter(|(_, rest)| *rest == b"$n").map(|(known, _)| known.syntax).next()
    }

    /// The known name of this number.
    fn name_of(&self, number: usize) -> &'static str {
        self.fields.get(number).map_or("", |known| known.name().text)
    }

    /// The name to report, of several that are missing.
    #[cold]
    fn first_of(&self, missing: Set) -> &'static str {
        let always = self.required.iter().copied().find(|number| missing & set(&[*number]) != 0);
        self.name_of(always.map_or(missing.trailing_zeros() as usize, usize::from))
    }

    /// What the message is about.
    fn outcome(&self, ordered: Ordered<'_, '_>) -> Option<&Outcome> {
        let value = |number: u8| ordered.get(self.name_of(usize::from(number))).unwrap_or_default();
        let holds = |condition: &Condition| condition.holds(value(condition.number).as_bytes());
        self.outcomes.iter().find(|outcome| outcome.when.iter().all(holds))
    }

    /// One walk along the fields and what is known, both of which ascend.
    fn survey(&self, ordered: Ordered<'_, '_>) -> Survey {
        let mut survey = Survey { present: 0, syntax: true, whole: true };
        let mut below = 0;
        for (head, (name, value)) in ordered.iter_with_heads() {
            let value = value.as_bytes();
            let place = self.place_after(below, head, name.as_bytes());
            below = place.below;
            survey.present |= Set::from(place.exact) << (below & 63);
            match place.syntax {
                Some(syntax) if !syntax.is_free() && syntax.matches(value) => {}
                syntax => {
                    survey.syntax &= syntax.is_none_or(|syntax| syntax.is_free());
                    survey.whole &= !any(value, |byte| byte == b'&');
                }
            }
        }
        survey
    }
}

/// What a walk along a message finds.
struct Survey {
    present: Set,
    /// Whether all known fields have their syntax.
    syntax: bool,
    /// Whether no value holds `&`, so that none can hold another field.
    whole: bool,
}

impl Kind {
    /// The kind with this number.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }

    /// The kind with this name, such as `pay_notice`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The number that crosses borders.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// The name in texts and data, such as `pay_notice`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    pub(crate) fn is_signed(self) -> bool {
        self.spec().signed
    }

    pub(crate) fn default_of(self, name: &str) -> Option<&'static str> {
        self.spec().defaults.iter().find(|default| default.0 == name).map(|default| default.1)
    }

    pub(crate) fn succeeded(self, fields: &Flat<&str>) -> bool {
        let yes = self.spec().yes;
        !yes.is_empty() && yes.iter().all(|(name, value, optional)| fields.get(name).map_or(*optional, |got| got == *value))
    }

    /// Amounts in a list that is going to be signed; empty ones are as good as absent.
    pub(crate) fn check_amounts(self, pairs: &[Pair<'_>], ordered: Ordered<'_, '_>) -> Result<(), Error> {
        let spec = self.spec();
        let wrong = |place: Place, value: &str| matches!(place.syntax, Some(Syntax::Amount)) && !Syntax::Amount.matches(value.as_bytes());
        let mut below = 0;
        let all_right = ordered.iter_with_heads().all(|(head, (name, value))| {
            let place = spec.place_after(below, head, name.as_bytes());
            below = place.below;
            !wrong(place, value)
        });
        if all_right { Ok(()) } else { first(pairs, |name, value| wrong(spec.place(head(name.as_bytes()), name.as_bytes()), value)) }
    }

    /// What is asked once the signature holds: one reading, required fields, syntax.
    pub(crate) fn check(self, pairs: &[Pair<'_>], ordered: Ordered<'_, '_>) -> Result<(), Error> {
        let spec = self.spec();
        let survey = spec.survey(ordered);
        if let Some(name) = reading::second_reading(spec, ordered, survey.whole) {
            return Err(Error::field(Code::Ambiguous, name));
        }
        let required = spec.outcome(ordered).map_or_else(|| set(spec.required), |outcome| outcome.required);
        let missing = required & !survey.present;
        if missing != 0 {
            return Err(Error::field(Code::Missing, spec.first_of(missing)));
        }
        if survey.syntax {
            return Ok(());
        }
        first(pairs, |name, value| {
            let place = spec.place(head(name.as_bytes()), name.as_bytes());
            place.syntax.is_some_and(|syntax| !syntax.matches(value.as_bytes()))
        })
    }
}

/// A fault in the first field, in the sender's order, that is signed and wrong.
#[cold]
fn first(pairs: &[Pair<'_>], wrong: impl Fn(&str, &str) -> bool) -> Result<(), Error> {
    let first = pairs.iter().find(|pair| is_signed(**pair) && wrong(pair.0, pair.1));
    first.map_or(Ok(()), |(name, _)| Err(Error::field(Code::Field, name)))
}
