//! The one-reading rule, exhaustively, on small strings: every string that a small alphabet can make around a genuine
//! message, and every way to present it.
//!
//! For each string, all valid readings are found by trying (`wxpay_tests::reading`), and every presentation is put to the
//! library. Proved for all of them:
//!
//! - A presentation is AMBIGUOUS exactly when some valid reading makes a known cut that it does not make, or the string is
//!   a client's; so none without `&name=` in a value is. It is accepted exactly when it is valid and not ambiguous.
//! - Two accepted presentations of one string have the same known fields; their values differ only in unknown fields that
//!   free text swallowed.
//! - Whatever the signer meant, an accepted presentation shows every known field of it, and shows another one only where
//!   SECURITY.md lists the pair, or where the signer's own unknown field held the text.
//!
//! SMALL_MODEL=2 puts more segments in more places; it takes minutes.

use std::collections::{BTreeMap, BTreeSet};

use md5::{Digest, Md5};
use wxpay_core::{ApiKey, Code, Fields, Kind, verify};
use wxpay_tests::reading::{Field, Form, Rules, client_text, cuts, taking};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

/// `name=value`
type Segment = (String, String);

/// Kind, outcome, free text, what may be cut out of it.
type Pair = (String, String, String, String);

struct Model {
    kind: Kind,
    rules: &'static Rules,
    /// A genuine message, ascending; nothing but what is required.
    base: Vec<Segment>,
    /// The outcome in the words of SECURITY.md, for each outcome of the kind.
    outcomes: Vec<String>,
    listed: &'static BTreeSet<Pair>,
    key: ApiKey,
}

#[derive(Default, Debug)]
struct Tally {
    strings: usize,
    presentations: usize,
    accepted: usize,
    ambiguous: usize,
    ordinary: usize,
    /// The pairs that were seen.
    pairs: BTreeSet<Pair>,
}

impl Model {
    fn of(kind: Kind, outcome: usize, listed: &'static BTreeSet<Pair>) -> Self {
        let rules = Rules::of(kind);
        let chosen = &rules.outcomes[outcome];
        let names = rules.required.iter().chain(&chosen.required);
        let mut base: BTreeMap<String, String> =
            names.map(|name| (name.clone(), rules.form(name).expect("required and known").example().to_owned())).collect();
        base.extend(chosen.when.iter().filter(|when| when.2).map(|(name, words, _)| (name.clone(), words[0].clone())));
        let words = |(name, words, wanted): &(String, Vec<String>, bool)| {
            format!("{name} {}{}", if *wanted { "" } else { "not " }, words.join(" or "))
        };
        let text = |when: &[(String, Vec<String>, bool)]| {
            if when.is_empty() { "any".to_owned() } else { when.iter().map(words).collect::<Vec<_>>().join(", ") }
        };
        let outcomes = rules.outcomes.iter().map(|outcome| text(&outcome.when)).collect();
        let key = ApiKey::md5(SECRET).expect("a key");
        Self { kind, rules, base: base.into_iter().collect(), outcomes, listed, key }
    }

    /// Every known name with a fitting value, the words of outcomes, and what no kind knows.
    fn alphabet(&self) -> Vec<Segment> {
        let known = self.rules.fields.iter().map(|(name, form)| (name.replace("$n", "0"), form.example().to_owned()));
        let words = self.rules.outcomes.iter().flat_map(|outcome| &outcome.when);
        let words = words.flat_map(|(name, words, _)| words.iter().map(move |word| (name.clone(), word.clone())));
        let unknown = ["a", "foo", "zz"].map(|name| (name.to_owned(), "1".to_owned()));
        let forbidden = ["key", "sign"].map(|name| (name.to_owned(), "1".to_owned()));
        let set: BTreeSet<Segment> = known.chain(words).chain(unknown).chain(forbidden).collect();
        set.into_iter().collect()
    }

    /// Every string that the base gives with `extras` segments of the alphabet put anywhere.
    fn every_string(&self, alphabet: &[Segment], extras: usize, look: &mut impl FnMut(&[&Segment])) {
        let base: Vec<&Segment> = self.base.iter().collect();
        insert(&base, alphabet, extras, 0, look);
    }

    fn check(&self, segments: &[&Segment], every_presentation: bool, tally: &mut Tally) {
        let text = segments.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let sign = signature(&text);
        let cuts = cuts(&text);
        let forced = if every_presentation { 0 } else { self.forced(&taking(&text, &cuts, |_| true)) };
        let presented: Vec<Vec<Field<'_>>> = masks(cuts.len(), forced)
            .map(|mask| taking(&text, &cuts, |n| mask >> n & 1 == 1))
            .filter(|reading| reading.windows(2).all(|two| two[0].1 < two[1].1) && reading.iter().all(is_signed))
            .collect();
        let known = |reading: &[Field<'_>]| -> BTreeSet<usize> {
            reading.iter().filter(|field| self.rules.form(field.1).is_some()).map(|field| field.0).collect()
        };
        let valid: Vec<_> = presented.iter().filter_map(|reading| Some((reading, known(reading), self.rules.outcome(reading)?))).collect();
        let client = client_text(&text);
        let mut accepted = Vec::new();
        for shown in &presented {
            let (mine, code) = (known(shown), self.verdict(shown, &sign));
            if shown.iter().any(|(_, name, value)| *name == "sign_type" && *value != "MD5") {
                assert_eq!(code, Some(Code::SignType), "it is looked at before the signature");
                continue;
            }
            let at: BTreeSet<usize> = shown.iter().map(|field| field.0).collect();
            let ambiguous = client || valid.iter().any(|(_, theirs, _)| theirs.iter().any(|cut| !at.contains(cut)));
            let fits = valid.iter().any(|(reading, _, _)| *reading == shown);
            assert_eq!(code == Some(Code::Ambiguous), ambiguous, "{:?}: {shown:?} gave {code:?}", self.kind);
            assert_eq!(code.is_none(), fits && !ambiguous, "{:?}: {shown:?} gave {code:?}", self.kind);
            if shown.iter().all(|field| !field.2.contains('&')) {
                assert!(code != Some(Code::Ambiguous) || client, "ordinary and refused: {shown:?}");
                tally.ordinary += 1;
            }
            tally.presentations += 1;
            tally.ambiguous += usize::from(ambiguous);
            if code.is_none() {
                accepted.push((shown, mine));
            }
        }
        tally.strings += 1;
        tally.accepted += accepted.len();
        for (shown, mine) in &accepted {
            assert_eq!(*mine, accepted[0].1, "accepted both: {shown:?} and {:?}", accepted[0].0);
            for (meant, theirs, outcome) in &valid {
                assert!(theirs.is_subset(mine), "{meant:?} is shown as {shown:?}");
                for cut in mine.difference(theirs) {
                    self.excuse(meant, shown, *cut, *outcome, tally);
                }
            }
        }
    }

    /// A known cut that is shown but was not meant: SECURITY.md lists it, or it was in a field that the kind does not know.
    fn excuse(&self, meant: &[Field<'_>], shown: &[Field<'_>], cut: usize, outcome: usize, tally: &mut Tally) {
        let holder = meant.iter().rfind(|field| field.0 < cut).expect("the first cut is common").1;
        let name = shown.iter().find(|field| field.0 == cut).expect("it is shown").1;
        let Some(holder) = self.rules.listed(holder) else { return };
        let name = self.rules.listed(name).expect("a known cut");
        let pair = (self.kind.name().to_owned(), self.outcomes[outcome].clone(), holder, name);
        assert!(self.listed.contains(&pair), "not in SECURITY.md: {pair:?}; {meant:?} is shown as {shown:?}");
        tally.pairs.insert(pair);
    }

    /// Cuts that every valid reading makes: the only place of a name that is required whatever the outcome.
    fn forced(&self, every_cut: &[Field<'_>]) -> u32 {
        let decides = |name: &str| self.rules.outcomes.iter().any(|outcome| outcome.when.iter().any(|when| when.0 == name));
        let times = |name: &str| every_cut.iter().filter(|cut| cut.1 == name).count();
        let one_outcome = every_cut.iter().all(|(_, name, _)| !decides(name) || times(name) == 1);
        let required = |name: &str| {
            let always = self.rules.required.iter().any(|required| required == name);
            always || (one_outcome && !decides(name) && self.base.iter().any(|field| field.0 == name))
        };
        let places = every_cut.iter().enumerate().filter(|(_, (_, name, _))| required(name) && times(name) == 1);
        places.fold(0, |mask, (n, _)| mask | 1 << n)
    }

    fn verdict(&self, shown: &[Field<'_>], sign: &str) -> Option<Code> {
        let mut list: Vec<(&str, &str)> = shown.iter().map(|field| (field.1, field.2)).collect();
        list.push(("sign", sign));
        let fields = Fields::new(&list).expect("fit to be sent");
        verify(fields, &self.key, self.kind).err().map(|error| error.code())
    }
}

fn insert<'a>(segments: &[&'a Segment], alphabet: &'a [Segment], extras: usize, from: usize, look: &mut impl FnMut(&[&Segment])) {
    if extras == 0 {
        return look(segments);
    }
    for place in from..=segments.len() {
        for segment in alphabet {
            let mut longer = segments.to_vec();
            longer.insert(place, segment);
            insert(&longer, alphabet, extras - 1, place + 1, look);
        }
    }
}

/// All sets of cuts that have the forced ones; bit n stands for cut n.
fn masks(cuts: usize, forced: u32) -> impl Iterator<Item = u32> {
    let free: Vec<u32> = (1..cuts as u32).filter(|n| forced >> n & 1 == 0).collect();
    (0..1_u32 << free.len()).map(move |choice| free.iter().enumerate().fold(forced, |mask, (bit, n)| mask | (choice >> bit & 1) << n))
}

/// Only such fields are in a signed string.
fn is_signed((_, name, value): &Field<'_>) -> bool {
    !value.is_empty() && *name != "key" && *name != "sign"
}

fn signature(text: &str) -> String {
    Md5::digest(format!("{text}&key={SECRET}")).iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The table of SECURITY.md.
fn listed() -> &'static BTreeSet<Pair> {
    let rows = include_str!("../../SECURITY.md").lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let pairs = rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [kind, outcome, free, cut] = cells[..] else { panic!("not a row: {row}") };
        let pair = move |name: &str| (kind.to_owned(), outcome.to_owned(), free.replace('`', ""), name.replace('`', ""));
        cut.split(' ').map(pair).collect::<Vec<_>>()
    });
    Box::leak(Box::new(pairs.collect()))
}

/// Kind and outcome of every kind that is signed.
fn models() -> Vec<Model> {
    let pairs = listed();
    assert!(pairs.len() > 200, "the table of SECURITY.md is not where it was");
    let kinds = Kind::ALL.iter().copied().filter(|kind| !matches!(kind, Kind::Unlisted | Kind::NoticeAnswer));
    kinds.flat_map(|kind| (0..Rules::of(kind).outcomes.len()).map(move |outcome| Model::of(kind, outcome, pairs))).collect()
}

fn tell(what: &str, tally: &Tally) {
    let Tally { strings, presentations, accepted, ambiguous, ordinary, pairs } = tally;
    println!(
        "{what}: {strings} strings, {presentations} presentations: {accepted} accepted, {ambiguous} ambiguous; \
         {ordinary} without `&name=`, none of them ambiguous unless a client's; {} pairs of SECURITY.md",
        pairs.len()
    );
}

/// Whether two segments are put anywhere, instead of side by side, the first of them text.
fn thorough() -> bool {
    std::env::var("SMALL_MODEL").is_ok_and(|value| value == "2")
}

/// Two segments of the whole alphabet; presentations that can be valid.
#[test]
fn every_pair_of_names() {
    let mut tally = Tally::default();
    for model in models() {
        let alphabet = model.alphabet();
        let mut look = |segments: &[&Segment]| model.check(segments, false, &mut tally);
        for extras in 0..=1 + usize::from(thorough()) {
            model.every_string(&alphabet, extras, &mut look);
        }
        for text in alphabet.iter().filter(|segment| model.rules.form(&segment.0).is_none_or(|form| *form == Form::Text)) {
            let beside: Vec<Segment> =
                alphabet.iter().map(|(name, value)| (text.0.clone(), format!("{}&{name}={value}", text.1))).collect();
            if !thorough() {
                model.every_string(&beside, 1, &mut look);
            }
        }
    }
    tell("every pair of names", &tally);
    let missing: Vec<_> = listed().difference(&tally.pairs).collect();
    assert!(missing.is_empty(), "pairs of SECURITY.md that do not exist: {missing:?}");
}

/// Segments of a tiny alphabet, anywhere; every presentation, also those that lack a required field.
#[test]
fn every_presentation_of_a_tiny_alphabet() {
    let of = |words: &[(&str, &str)]| -> Vec<Segment> { words.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect() };
    let client = of(&[("nonce_str", "1"), ("product_id", "1"), ("time_stamp", "1"), ("zz", "a b")]);
    let tiny = of(&[
        ("attach", "1"),
        ("foo", "1"),
        ("return_msg", "a b"),
        ("total_fee", "1"),
        ("total_fee", "x"),
        ("err_code", ""),
        ("sign", "1"),
    ]);
    let mut tally = Tally::default();
    for model in models() {
        let required = model.base.iter().filter(|segment| matches!(segment.0.as_str(), "result_code" | "mch_id"));
        let tiny: Vec<Segment> = tiny.iter().chain(required).cloned().collect();
        let more = usize::from(model.base.len() <= 5) + usize::from(thorough());
        model.every_string(&tiny, 1 + more, &mut |segments| model.check(segments, true, &mut tally));
        if more > 0 {
            model.every_string(&client, 2 + more, &mut |segments| model.check(segments, true, &mut tally));
        }
    }
    tell("every presentation", &tally);
    assert!(tally.ambiguous > 1000 && tally.accepted > 100, "{tally:?}");
}
