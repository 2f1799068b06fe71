//! The protocol's knowledge as data: kinds of messages, their fields, what they demand.

mod reading;
mod syntax;
#[rustfmt::skip]
mod table;

use crate::error::{Code, Error};
use crate::fields::Pair;
use crate::flat::Flat;
use crate::order::Ordered;

use syntax::Syntax;
pub use table::Kind;

/// What is known of one kind; generated from `core/kinds/*.toml`.
struct Spec {
    name: &'static str,
    signed: bool,
    /// Fields that every message of the kind has.
    required: &'static [&'static str],
    /// What the message may be about; exactly one applies.
    outcomes: &'static [Outcome],
    /// Fields and values that make `succeeded` say yes, and whether they may be absent. Empty: it never does.
    yes: &'static [(&'static str, &'static str, bool)],
    defaults: &'static [(&'static str, &'static str)],
    /// Ascending by name; `_$n` stands for an index.
    fields: &'static [(&'static str, Syntax)],
}

struct Outcome {
    /// The field must have one of the values (`true`) or none of them (`false`).
    when: &'static [(&'static str, &'static [&'static str], bool)],
    /// Ascending; includes what every message of the kind has.
    required: &'static [&'static str],
}

impl Outcome {
    fn allows(&self, name: &str, value: &str) -> bool {
        self.when.iter().all(|(field, values, wanted)| *field != name || values.contains(&value) == *wanted)
    }
}

/// A text that goes to clients under the merchant's key: its fields in order.
struct ClientSet(&'static [ClientField]);

struct ClientField {
    name: &'static str,
    optional: bool,
    /// May hold any text, also `&`.
    free: bool,
}

impl Spec {
    fn syntax_of(&self, name: &str) -> Option<Syntax> {
        let of = |wanted: &str| {
            self.fields.binary_search_by(|(known, _)| known.cmp(&wanted)).ok().and_then(|at| self.fields.get(at)).map(|known| known.1)
        };
        of(name).or_else(|| {
            // coupon_id_0: the family is coupon_id_$n.
            let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let family = |known: &&(&str, Syntax)| known.0.strip_suffix("$n") == Some(stem);
            if stem.len() < name.len() { self.fields.iter().find(family).map(|known| known.1) } else { None }
        })
    }
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
    pub(crate) fn check_amounts(self, pairs: &[Pair<'_>]) -> Result<(), Error> {
        let wrong = |(name, value): &&Pair<'_>| {
            matches!(self.spec().syntax_of(name), Some(Syntax::Amount)) && !value.is_empty() && !Syntax::Amount.matches(value)
        };
        pairs.iter().find(wrong).map_or(Ok(()), |(name, _)| Err(Error::field(Code::Field, name)))
    }

    /// What is asked once the signature holds: one reading, required fields, syntax.
    pub(crate) fn check(self, pairs: &[Pair<'_>], ordered: Ordered<'_, '_>) -> Result<(), Error> {
        let spec = self.spec();
        if let Some(name) = reading::second_reading(spec, ordered) {
            return Err(Error::field(Code::Ambiguous, name));
        }
        let value_of = |wanted: &str| pairs.iter().find(|pair| pair.0 == wanted).map(|pair| pair.1).filter(|value| !value.is_empty());
        let applies = |outcome: &&Outcome| outcome.when.iter().all(|(name, _, _)| outcome.allows(name, value_of(name).unwrap_or_default()));
        let outcome = spec.outcomes.iter().find(applies).map_or(&[][..], |outcome| outcome.required);
        if let Some(name) = spec.required.iter().chain(outcome).find(|name| value_of(name).is_none()) {
            return Err(Error::field(Code::Missing, name));
        }
        let wrong = |(name, value): &&Pair<'_>| {
            !value.is_empty() && *name != "sign" && spec.syntax_of(name).is_some_and(|syntax| !syntax.matches(value))
        };
        pairs.iter().find(wrong).map_or(Ok(()), |(name, _)| Err(Error::field(Code::Field, name)))
    }
}
