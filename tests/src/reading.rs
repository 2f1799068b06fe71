//! The one-reading rule in its slowest form. It knows `core/kinds/*.toml` and nothing of the library's tables or search.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use toml::{Table, Value};
use wxpay_core::Kind;

/// A field as a reading has it: where its name starts in the signed string, the name, the value.
pub type Field<'t> = (usize, &'t str, &'t str);

/// What a field's characters may be.
#[derive(Debug, PartialEq, Eq)]
pub enum Form {
    /// Anything.
    Text,
    /// Fen.
    Amount,
    /// ASCII digits.
    Digits,
    /// Fourteen of them.
    Time,
    /// Printable ASCII without `&`, `=` and space.
    Id,
    /// One of these words.
    OneOf(Vec<String>),
}

impl Form {
    fn of(value: &Value) -> Self {
        match value.as_str() {
            None => Self::OneOf(words(Some(value))),
            Some("text") => Self::Text,
            Some("amount") => Self::Amount,
            Some("digits") => Self::Digits,
            Some("time") => Self::Time,
            Some("id") => Self::Id,
            Some(other) => panic!("unknown syntax {other}"),
        }
    }

    /// Whether a value has this form.
    #[must_use]
    pub fn fits(&self, value: &str) -> bool {
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        match self {
            Self::Text => true,
            Self::Amount => digits && (value == "0" || !value.starts_with('0')) && value.len() <= 18,
            Self::Digits => digits,
            Self::Time => digits && value.len() == 14,
            Self::Id => value.bytes().all(|b| (0x21..0x7F).contains(&b) && b != b'&' && b != b'='),
            Self::OneOf(words) => words.iter().any(|word| word == value),
        }
    }

    /// A value of this form.
    #[must_use]
    pub fn example(&self) -> &str {
        match self {
            Self::Time => "20200101000000",
            Self::OneOf(words) => &words[0],
            _ => "1",
        }
    }
}

/// One way a message may turn out.
pub struct Outcome {
    /// Field, its words, and whether it must have one of them or none.
    pub when: Vec<(String, Vec<String>, bool)>,
    /// Beside what the kind requires always.
    pub required: Vec<String>,
}

impl Outcome {
    fn applies(&self, fields: &[Field<'_>]) -> bool {
        let value = |name: &str| fields.iter().find(|field| field.1 == name).map_or("", |field| field.2);
        self.when.iter().all(|(name, words, wanted)| words.iter().any(|word| word == value(name)) == *wanted)
    }
}

/// What is known of a kind.
pub struct Rules {
    /// Field names, `_$n` for an index, and what they may hold.
    pub fields: BTreeMap<String, Form>,
    /// In every message of the kind.
    pub required: Vec<String>,
    /// At least one; the first that applies counts.
    pub outcomes: Vec<Outcome>,
}

static RULES: LazyLock<BTreeMap<String, Rules>> = LazyLock::new(|| {
    let files = std::fs::read_dir(kinds()).expect("core/kinds").map(|entry| entry.expect("a file").path());
    let tables = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).map(|path| table(&path));
    let kinds = tables.flat_map(|table| table.get("kind").and_then(Value::as_array).cloned().unwrap_or_default());
    kinds.map(|kind| (kind["name"].as_str().expect("a name").to_owned(), Rules::from(kind.as_table().expect("a table")))).collect()
});

fn kinds() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/kinds"))
}

fn table(path: &Path) -> Table {
    std::fs::read_to_string(path).expect("a file").parse().expect("TOML")
}

fn words(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl From<&Table> for Rules {
    fn from(kind: &Table) -> Self {
        let named = |outcome: &Value, key: &str, wanted: bool| -> Vec<(String, Vec<String>, bool)> {
            let fields = outcome.get(key).and_then(Value::as_table).into_iter().flatten();
            fields.map(|(name, values)| (name.clone(), words(Some(values)), wanted)).collect()
        };
        let outcome = |outcome: &Value| Outcome {
            when: [named(outcome, "when", true), named(outcome, "unless", false)].concat(),
            required: words(outcome.get("required")),
        };
        let fields = kind["fields"].as_table().expect("fields");
        let outcomes: Vec<Outcome> = kind.get("outcome").and_then(Value::as_array).into_iter().flatten().map(outcome).collect();
        let always = || vec![Outcome { when: Vec::new(), required: Vec::new() }];
        Self {
            fields: fields.iter().map(|(name, value)| (name.clone(), Form::of(value))).collect(),
            required: words(kind.get("required")),
            outcomes: if outcomes.is_empty() { always() } else { outcomes },
        }
    }
}

impl Rules {
    /// The rules of a kind that has data.
    ///
    /// # Panics
    /// For `Kind::Unlisted`.
    #[must_use]
    pub fn of(kind: Kind) -> &'static Self {
        RULES.get(kind.name()).unwrap_or_else(|| panic!("{} has no data", kind.name()))
    }

    /// The form of a field, if the kind knows it.
    #[must_use]
    pub fn form(&self, name: &str) -> Option<&Form> {
        self.fields.get(&self.listed(name)?)
    }

    /// The name as the data has it: `coupon_fee_0` is `coupon_fee_$n`.
    #[must_use]
    pub fn listed(&self, name: &str) -> Option<String> {
        let family = || format!("{}$n", name.trim_end_matches(|c: char| c.is_ascii_digit()));
        let known = |name: &String| self.fields.contains_key(name);
        Some(name.to_owned())
            .filter(known)
            .or_else(|| Some(family()).filter(|_| name.ends_with(|c: char| c.is_ascii_digit())).filter(known))
    }

    /// Which outcome the fields have, if they are a valid message of the kind.
    #[must_use]
    pub fn outcome(&self, fields: &[Field<'_>]) -> Option<usize> {
        let ascending = fields.windows(2).all(|two| two[0].1 < two[1].1);
        let plain = |(_, name, value): &Field<'_>| {
            !value.is_empty() && *name != "key" && *name != "sign" && self.form(name).is_none_or(|form| form.fits(value))
        };
        let has = |name: &String| fields.iter().any(|field| field.1 == name);
        let complete = |outcome: &Outcome| self.required.iter().chain(&outcome.required).all(has);
        let (at, outcome) = self.outcomes.iter().enumerate().find(|(_, outcome)| outcome.applies(fields))?;
        (ascending && fields.iter().all(plain) && complete(outcome)).then_some(at)
    }
}

/// Every place where the string can be cut: its start and each `&name=`; where the name starts, where the value does.
#[must_use]
pub fn cuts(text: &str) -> Vec<(usize, usize)> {
    let name_byte = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let starts = std::iter::once(0).chain(text.match_indices('&').map(|(at, _)| at + 1));
    let cut = |start: usize| {
        let rest = &text[start..];
        let len = rest.find(|c| !name_byte(c))?;
        let begins = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        (begins && len <= 64 && rest[len..].starts_with('=')).then_some((start, start + len + 1))
    };
    starts.filter_map(cut).collect()
}

/// The reading that takes these cuts. The first is always taken.
#[must_use]
pub fn taking<'t>(text: &'t str, cuts: &[(usize, usize)], taken: impl Fn(usize) -> bool) -> Vec<Field<'t>> {
    let places: Vec<_> = cuts.iter().enumerate().filter(|(n, _)| *n == 0 || taken(*n)).map(|(_, place)| *place).collect();
    let ends = places.iter().skip(1).map(|next| next.0 - 1).chain([text.len()]);
    places.iter().zip(ends).map(|((start, value), end)| (*start, &text[*start..value - 1], &text[*value..end])).collect()
}

/// All readings whose names ascend, valid or not.
pub fn readings(text: &str) -> impl Iterator<Item = Vec<Field<'_>>> {
    let cuts = cuts(text);
    let masks = 0..1_u64 << cuts.len().saturating_sub(1);
    let all = masks.map(move |mask| taking(text, &cuts, |n| mask >> (n - 1) & 1 == 1));
    all.filter(|reading| reading.windows(2).all(|two| two[0].1 < two[1].1))
}

/// Whether a presentation of the string must be refused: the string is a client's, or a valid reading of it makes a known
/// cut that is not presented.
#[must_use]
pub fn ambiguous(rules: &Rules, text: &str, presented: &[Field<'_>]) -> bool {
    let new = |field: &Field<'_>| rules.form(field.1).is_some() && presented.iter().all(|shown| shown.0 != field.0);
    client_text(text) || readings(text).any(|reading| reading.iter().any(new) && rules.outcome(&reading).is_some())
}

/// Whether the string is exactly one that goes to clients.
#[must_use]
pub fn client_text(text: &str) -> bool {
    static SETS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
        let file = table(&kinds().join("client.toml"));
        file["set"].as_array().into_iter().flatten().map(|set| words(set.get("fields"))).collect()
    });
    SETS.iter().any(|set| matches_set(set, text))
}

/// `name?` may be absent, `name*` may hold `&`.
fn matches_set(set: &[String], text: &str) -> bool {
    let Some((field, later)) = set.split_first() else { return false };
    if field.contains('?') && matches_set(later, text) {
        return true;
    }
    let Some(rest) = text.strip_prefix(field.trim_end_matches(['?', '*'])).and_then(|rest| rest.strip_prefix('=')) else { return false };
    let mut ends = rest.match_indices('&').map(|(at, _)| at).chain([rest.len()]).filter(|end| *end > 0);
    ends.any(|end| {
        let whole = field.contains('*') || !rest[..end].contains('&');
        let over = end == rest.len() && later.iter().all(|field| field.contains('?'));
        whole && (over || rest.get(end + 1..).is_some_and(|rest| matches_set(later, rest)))
    })
}
