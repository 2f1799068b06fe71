//! The protocol's knowledge as data: kinds of messages, their fields, what they demand.

mod reading;
mod syntax;
#[rustfmt::skip]
mod table;

use crate::error::{Code, Error};
use crate::fields::Pair;
use crate::flat::Flat;
use crate::order::{Ordered, head};
use crate::scan::{any, equal, places};

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
        of(name).or_else(|| self.fields.iter().find(|known| is_member(name, known.0)).map(|known| known.1))
    }
}

/// `coupon_id_0` is of the family `coupon_id_$n`.
fn is_member(name: &str, family: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.len() < name.len() && family.strip_suffix("$n") == Some(stem)
}

impl Spec {
    /// Whether all is there and well-formed, and no text can hold another field: one walk along the fields, what is known
    /// and what is required, all of which ascend. Of the messages that are not so, the slow way finds what is wrong, if
    /// anything is.
    fn is_plain(&self, outcome: &Outcome, ordered: Ordered<'_, '_>) -> bool {
        let mut known = self.fields.iter().map(|field| (head(field.0), field)).peekable();
        let mut required = outcome.required.iter().peekable();
        let mut family = None;
        let plain = ordered.iter_with_heads().all(|(head, (name, value))| {
            while let Some((_, field)) = known.next_if(|(other, field)| *other < head || (*other == head && field.0 < name)) {
                family = Some(field);
            }
            let syntax = match known.next_if(|(other, field)| *other == head && equal(field.0, name)) {
                Some((_, (_, syntax))) => {
                    required.next_if(|required| equal(required, name));
                    *syntax
                }
                None => family
                    .filter(|family| is_member(name, family.0))
                    .map(|family| family.1)
                    .or_else(|| self.syntax_of(name))
                    .unwrap_or(Syntax::Text),
            };
            if syntax.is_free() { !any(value.as_bytes(), |word| places(word, b'&')) } else { syntax.matches(value) }
        });
        plain && required.next().is_none()
    }

    /// What the message is about.
    fn outcome(&self, ordered: Ordered<'_, '_>) -> Option<&Outcome> {
        let applies =
            |outcome: &&Outcome| outcome.when.iter().all(|(name, _, _)| outcome.allows(name, ordered.get(name).unwrap_or_default()));
        self.outcomes.iter().find(applies)
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
        let outcome = spec.outcome(ordered);
        let plain = outcome.is_some_and(|outcome| spec.is_plain(outcome, ordered));
        if let Some(name) = reading::second_reading(spec, ordered, plain) {
            return Err(Error::field(Code::Ambiguous, name));
        }
        if plain {
            return Ok(());
        }
        let outcome = outcome.map_or(&[][..], |outcome| outcome.required);
        if let Some(name) = spec.required.iter().chain(outcome).find(|name| ordered.get(name).is_none()) {
            return Err(Error::field(Code::Missing, name));
        }
        let wrong = |(name, value): &&Pair<'_>| {
            !value.is_empty() && *name != "sign" && spec.syntax_of(name).is_some_and(|syntax| !syntax.matches(value))
        };
        pairs.iter().find(wrong).map_or(Ok(()), |(name, _)| Err(Error::field(Code::Field, name)))
    }
}
