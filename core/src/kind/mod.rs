//! The protocol's knowledge as data: kinds of messages, their fields, what they demand.

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
    /// Fields that every message of the kind has, in the order in which they are missed.
    required: &'static [&'static str],
    /// What the message may be about; exactly one applies.
    outcomes: &'static [Outcome],
    /// Fields and values that make `succeeded` say yes, and whether they may be absent. Empty: it never does.
    yes: &'static [(&'static str, &'static str, bool)],
    defaults: &'static [(&'static str, &'static str)],
    /// Ascending by name, at most 64; `_$n` stands for an index.
    fields: &'static [Known],
}

/// A field that a kind knows.
struct Known {
    head: u64,
    name: &'static str,
    syntax: Syntax,
}

impl Known {
    const fn new(name: &'static str, syntax: Syntax) -> Self {
        Self { head: head(name), name, syntax }
    }
}

/// Some of the known fields: bit n stands for field n.
type Set = u64;

const fn set(numbers: &[u32]) -> Set {
    let mut set = 0;
    let mut rest = numbers;
    while let [number, others @ ..] = rest {
        set |= 1 << *number;
        rest = others;
    }
    set
}

struct Outcome {
    /// Applies only if each holds.
    when: &'static [Condition],
    /// Includes what every message of the kind has.
    required: Set,
}

/// The known field of this number has one of the values (`wanted`) or none of them.
struct Condition {
    number: usize,
    values: &'static [&'static str],
    wanted: bool,
}

impl Condition {
    fn holds(&self, value: &str) -> bool {
        self.values.contains(&value) == self.wanted
    }
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
    syntax: Option<&'static Syntax>,
}

impl Spec {
    fn place(&'static self, name: &str) -> Place {
        let head = head(name);
        self.place_after(self.fields.partition_point(|known| known.head < head), head, name)
    }

    /// As [`Self::place`], when at least so many known names sort before it.
    #[inline(always)]
    fn place_after(&'static self, mut below: usize, head: u64, name: &str) -> Place {
        while let Some(known) = self.fields.get(below).filter(|known| known.head <= head) {
            if known.head == head {
                if equal(known.name, name) {
                    return Place { below, exact: true, syntax: Some(&known.syntax) };
                }
                if known.name > name {
                    break;
                }
            }
            below += 1;
        }
        let indexed = name.as_bytes().last().is_some_and(u8::is_ascii_digit);
        Place { below, exact: false, syntax: if indexed { self.family(below, name) } else { None } }
    }

    /// The syntax of an indexed field: `coupon_id_0` is of the family `coupon_id_$n`, which sorts before it.
    #[inline(never)]
    fn family(&'static self, below: usize, name: &str) -> Option<&'static Syntax> {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let alike = self.fields.get(..below)?.iter().rev().take_while(|known| known.name.starts_with(stem));
        alike.filter(|known| known.name.strip_suffix("$n") == Some(stem)).map(|known| &known.syntax).next()
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|known| known.name == name)
    }

    /// What every message of the kind has.
    #[cold]
    fn always(&self) -> Set {
        self.required.iter().filter_map(|name| self.number(name)).fold(0, |set, number| set | 1 << (number & 63))
    }

    /// The name to report, of several that are missing.
    #[cold]
    fn first_of(&self, missing: Set) -> &'static str {
        let is_missing = |name: &&&str| self.number(name).is_some_and(|number| missing >> (number & 63) & 1 == 1);
        let other = || self.fields.get(missing.trailing_zeros() as usize).map_or("", |known| known.name);
        self.required.iter().find(is_missing).copied().unwrap_or_else(other)
    }

    /// What the message is about.
    fn outcome(&self, ordered: Ordered<'_, '_>) -> Option<&Outcome> {
        let name = |number: usize| self.fields.get(number).map_or("", |known| known.name);
        let holds = |condition: &Condition| condition.holds(ordered.get(name(condition.number)).unwrap_or_default());
        self.outcomes.iter().find(|outcome| outcome.when.iter().all(holds))
    }

    /// One walk along the fields and what is known, both of which ascend.
    fn survey(&'static self, ordered: Ordered<'_, '_>) -> Survey {
        let mut survey = Survey { present: 0, syntax: true, whole: true };
        let mut below = 0;
        for (head, (name, value)) in ordered.iter_with_heads() {
            let place = self.place_after(below, head, name);
            below = place.below;
            survey.present |= Set::from(place.exact) << (below & 63);
            match place.syntax {
                Some(syntax) if !syntax.is_free() && syntax.matches(value) => {}
                syntax => {
                    survey.syntax &= syntax.is_none_or(|syntax| syntax.is_free());
                    survey.whole &= !any(value.as_bytes(), |byte| byte == b'&');
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
        let wrong = |place: Place, value: &str| matches!(place.syntax, Some(Syntax::Amount)) && !Syntax::Amount.matches(value);
        let mut below = 0;
        let all_right = ordered.iter_with_heads().all(|(head, (name, value))| {
            let place = spec.place_after(below, head, name);
            below = place.below;
            !wrong(place, value)
        });
        if all_right { Ok(()) } else { first(pairs, |name, value| wrong(spec.place(name), value)) }
    }

    /// What is asked once the signature holds: one reading, required fields, syntax.
    pub(crate) fn check(self, pairs: &[Pair<'_>], ordered: Ordered<'_, '_>) -> Result<(), Error> {
        let spec = self.spec();
        let survey = spec.survey(ordered);
        if let Some(name) = reading::second_reading(spec, ordered, survey.whole) {
            return Err(Error::field(Code::Ambiguous, name));
        }
        let required = spec.outcome(ordered).map_or_else(|| spec.always(), |outcome| outcome.required);
        let missing = required & !survey.present;
        if missing != 0 {
            return Err(Error::field(Code::Missing, spec.first_of(missing)));
        }
        if survey.syntax {
            return Ok(());
        }
        first(pairs, |name, value| spec.place(name).syntax.is_some_and(|syntax| !syntax.matches(value)))
    }
}

/// A fault in the first field, in the sender's order, that is signed and wrong.
#[cold]
fn first(pairs: &[Pair<'_>], wrong: impl Fn(&str, &str) -> bool) -> Result<(), Error> {
    let first = pairs.iter().find(|pair| is_signed(**pair) && wrong(pair.0, pair.1));
    first.map_or(Ok(()), |(name, _)| Err(Error::field(Code::Field, name)))
}
