//! The one-reading rule against brute force: every way to cut the signed string is tried.
//!
//! The kinds are read from `kinds/*.toml`, the signature is made by the `md5` crate over a plain join: nothing here uses
//! the tables or the search of the crate.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use md5::{Digest, Md5};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use wxpay_core::{ApiKey, Code, Fields, Kind, verify};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

type Pairs = Vec<(String, String)>;

fn joined(pairs: &Pairs) -> String {
    let mut sorted: Vec<_> = pairs.iter().filter(|(name, value)| name != "sign" && !value.is_empty()).collect();
    sorted.sort();
    sorted.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn code_of(pairs: &Pairs, kind: Kind) -> Option<Code> {
    let digest = Md5::digest(format!("{}&key={SECRET}", joined(pairs)));
    let sign: String = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    let mut list: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    list.push(("sign", &sign));
    verify(Fields::new(&list).unwrap(), &ApiKey::md5(SECRET).unwrap(), kind).err().map(|error| error.code())
}

struct Rules(toml::Table);

static RULES: LazyLock<BTreeMap<String, Rules>> = LazyLock::new(|| {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/kinds")).unwrap().map(|entry| entry.unwrap().path());
    let tables = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).flat_map(|path| {
        let file: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        file.get("kind").and_then(|kinds| kinds.as_array()).cloned().unwrap_or_default()
    });
    tables.map(|table| (table["name"].as_str().unwrap().to_owned(), Rules(table.as_table().unwrap().clone()))).collect()
});

impl Rules {
    fn of(kind: Kind) -> &'static Self {
        &RULES[kind.name()]
    }

    fn words(value: Option<&toml::Value>) -> Vec<String> {
        value.and_then(|v| v.as_array()).into_iter().flatten().map(|w| w.as_str().unwrap().to_owned()).collect()
    }

    fn knows(&self, name: &str) -> Option<&toml::Value> {
        let fields = self.0["fields"].as_table().unwrap();
        fields.get(name).or_else(|| {
            let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
            (stem.len() < name.len()).then(|| fields.get(&format!("{stem}$n")))?
        })
    }

    fn fits(&self, name: &str, value: &str) -> bool {
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        match self.knows(name) {
            None => true,
            Some(toml::Value::Array(words)) => words.iter().any(|word| word.as_str() == Some(value)),
            Some(syntax) => match syntax.as_str().unwrap() {
                "text" => true,
                "amount" => digits && (value == "0" || !value.starts_with('0')) && value.len() <= 18,
                "digits" => digits,
                "time" => digits && value.len() == 14,
                "id" => value.bytes().all(|b| (0x21..0x7F).contains(&b) && b != b'&' && b != b'='),
                other => panic!("{other}"),
            },
        }
    }

    /// Whether these fields are a valid message of the kind.
    fn valid(&self, reading: &[(&str, &str)]) -> bool {
        let map: BTreeMap<&str, &str> = reading.iter().copied().collect();
        let ascending = reading.windows(2).all(|w| w[0].0 < w[1].0);
        let plain = reading.iter().all(|(n, v)| !v.is_empty() && *n != "key" && *n != "sign" && self.fits(n, v));
        let has = |names: Vec<String>| names.iter().all(|name| map.contains_key(name.as_str()));
        let outcomes = self.0.get("outcome").and_then(|o| o.as_array()).cloned().unwrap_or_default();
        let holds = |outcome: &toml::Value| {
            let tests = |key: &str, wanted: bool| {
                outcome.get(key).and_then(|w| w.as_table()).into_iter().flatten().all(|(name, values)| {
                    let value = map.get(name.as_str()).copied().unwrap_or("");
                    Self::words(Some(values)).iter().any(|v| v == value) == wanted
                })
            };
            tests("when", true) && tests("unless", false) && has(Self::words(outcome.get("required")))
        };
        ascending && plain && has(Self::words(self.0.get("required"))) && (outcomes.is_empty() || outcomes.iter().any(holds))
    }
}

/// Every place where the string can be cut: its start and each `&name=`; offset of the name, and of the value.
fn cuts(text: &str) -> Vec<(usize, usize)> {
    let starts = std::iter::once(0).chain(text.match_indices('&').map(|(at, _)| at + 1));
    starts
        .filter_map(|start| {
            let len = text[start..].find(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c)))?;
            let begins = text[start..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            (begins && len <= 64 && text[start + len..].starts_with('=')).then_some((start, start + len + 1))
        })
        .collect()
}

/// All readings of the string, as lists of cuts taken.
fn readings(text: &str) -> impl Iterator<Item = Vec<(usize, &str, &str)>> {
    let places = cuts(text);
    (0..1_u32 << (places.len() - 1)).map(move |mask| {
        let taken: Vec<_> = places.iter().enumerate().filter(|(n, _)| *n == 0 || mask >> (n - 1) & 1 == 1).map(|(_, p)| *p).collect();
        let ends = taken.iter().skip(1).map(|p| p.0 - 1).chain([text.len()]);
        taken.iter().zip(ends).map(|((start, value), end)| (*start, &text[*start..value - 1], &text[*value..end])).collect()
    })
}

fn second_reading(rules: &Rules, pairs: &Pairs) -> bool {
    let text = joined(pairs);
    let mut sorted: Vec<_> = pairs.iter().filter(|p| !p.1.is_empty()).collect();
    sorted.sort();
    let mut at = 0;
    let presented: Vec<usize> = sorted
        .iter()
        .map(|(name, value)| {
            let start = at;
            at += name.len() + value.len() + 2;
            start
        })
        .collect();
    readings(&text).any(|reading| {
        let list: Vec<_> = reading.iter().map(|(_, name, value)| (*name, *value)).collect();
        rules.valid(&list) && reading.iter().any(|(start, name, _)| !presented.contains(start) && rules.knows(name).is_some())
    })
}

/// Whether the string is exactly one that goes to clients.
fn client_side(pairs: &Pairs) -> bool {
    static FILE: LazyLock<toml::Table> = LazyLock::new(|| include_str!("../kinds/client.toml").parse().unwrap());
    let text = joined(pairs);
    FILE["set"].as_array().unwrap().iter().any(|set| {
        let fields = Rules::words(set.get("fields"));
        readings(&text).any(|reading| {
            let mut rest = reading.iter().peekable();
            let fits = fields.iter().all(|field| {
                let name = field.trim_end_matches(['?', '*']);
                match rest.peek() {
                    Some((_, n, value)) if *n == name && !value.is_empty() && (field.contains('*') || !value.contains('&')) => {
                        rest.next();
                        true
                    }
                    _ => field.contains('?'),
                }
            });
            fits && rest.next().is_none()
        })
    })
}

fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
}

/// What a segment of the string may be: a name and a value that often fits it.
fn segment() -> impl Strategy<Value = (String, String)> {
    const NAMES: &[&str] = &[
        "appid",
        "attach",
        "bank_type",
        "cash_fee",
        "coupon_id_0",
        "device_info",
        "err_code_des",
        "fee_type",
        "foo",
        "key",
        "mch_id",
        "nonce_str",
        "out_trade_no",
        "product_id",
        "promotion_detail",
        "result_code",
        "return_code",
        "return_msg",
        "sub_mch_id",
        "time_end",
        "time_stamp",
        "total_fee",
        "trade_state",
        "transaction_id",
        "zzz",
    ];
    const VALUES: &[&str] = &["SUCCESS", "FAIL", "1", "20200101000000", "a b", "x", "", "a=b", "REFUND", "NOTPAY", "PAY_FAIL"];
    (select(NAMES), select(VALUES)).prop_map(|(name, value)| {
        let fitting = match name {
            "result_code" | "return_code" if value != "FAIL" => "SUCCESS",
            "time_end" if value != "x" => "20200101000000",
            "total_fee" | "cash_fee" if value != "x" => "1",
            "appid" | "mch_id" | "out_trade_no" | "transaction_id" | "bank_type" if value != "a b" => "x",
            _ => value,
        };
        (name.to_owned(), fitting.to_owned())
    })
}

/// What a message may be made of, ascending: nothing of much use, a complete failure, a complete success.
fn base() -> impl Strategy<Value = Pairs> {
    let complete = pairs(&[
        ("appid", "x"),
        ("bank_type", "x"),
        ("mch_id", "x"),
        ("out_trade_no", "x"),
        ("prepay_id", "x"),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
        ("time_end", "20200101000000"),
        ("total_fee", "1"),
        ("trade_state", "SUCCESS"),
        ("transaction_id", "x"),
    ]);
    let failure = pairs(&[("appid", "x"), ("mch_id", "x"), ("result_code", "FAIL"), ("return_code", "SUCCESS")]);
    prop_oneof![
        1 => subsequence(complete.clone(), 4..=8),
        3 => Just(failure),
        3 => Just(complete),
    ]
}

/// Segments, of which each either starts a presented field or is hidden in the value of the one before.
fn presented() -> impl Strategy<Value = Pairs> {
    let extras = proptest::collection::vec((segment(), any::<proptest::sample::Index>(), 0_u8..3), 0..6);
    (base(), extras, proptest::collection::vec(0_u8..5, 16)).prop_map(|(mut segments, extras, hide)| {
        for (segment, anywhere, astray) in extras.into_iter().take(13 - segments.len()) {
            let in_order = segments.partition_point(|other| other.0 < segment.0);
            segments.insert(if astray == 0 { anywhere.index(segments.len() + 1) } else { in_order }, segment);
        }
        let mut list: Pairs = Vec::new();
        for (n, (name, value)) in segments.into_iter().enumerate() {
            match list.last_mut() {
                Some((before, text)) if hide[n] == 0 || *before >= name || name == "key" => *text += &format!("&{name}={value}"),
                _ => list.push((name, value)),
            }
        }
        list
    })
}

/// A generator that never hits one of the three outcomes proves nothing.
fn count(code: Option<Code>) {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    static SEEN: [AtomicU32; 4] = [const { AtomicU32::new(0) }; 4];
    let [total, genuine, ambiguous, other] = &SEEN;
    let kind = if code.is_none() {
        genuine
    } else if code == Some(Code::Ambiguous) {
        ambiguous
    } else {
        other
    };
    kind.fetch_add(1, Relaxed);
    if total.fetch_add(1, Relaxed) == 2000 {
        for seen in [genuine, ambiguous, other] {
            assert!(seen.load(Relaxed) > 100, "genuine, ambiguous, other: {genuine:?}, {ambiguous:?}, {other:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_search_agrees_with_brute_force(list in presented(), kind in select(vec![Kind::PayNotice, Kind::OrderQueryReply, Kind::UnifiedOrderReply, Kind::CloseOrderReply, Kind::UnifiedOrder])) {
        prop_assume!(list.iter().any(|(_, value)| !value.is_empty()) && list.iter().all(|(name, _)| name != "key"));
        let expected = client_side(&list) || second_reading(Rules::of(kind), &list);
        let code = code_of(&list, kind);
        count(code);
        prop_assert_eq!(code == Some(Code::Ambiguous), expected, "{:?} gave {:?}", joined(&list), code);
        if code.is_none() {
            let fields: Vec<_> = list.iter().filter(|p| !p.1.is_empty()).map(|(n, v)| (n.as_str(), v.as_str())).collect::<BTreeMap<_, _>>().into_iter().collect();
            prop_assert!(Rules::of(kind).valid(&fields), "accepted but invalid: {:?}", fields);
        }
    }
}

#[test]
fn a_hidden_amount_is_ambiguous_and_a_query_string_is_not() {
    let notice = |attach: &str, time_end: &str, total_fee: &str| {
        pairs(&[
            ("appid", "wx1"),
            ("attach", attach),
            ("bank_type", "CFT"),
            ("mch_id", "1"),
            ("out_trade_no", "7"),
            ("result_code", "SUCCESS"),
            ("return_code", "SUCCESS"),
            ("time_end", time_end),
            ("total_fee", total_fee),
            ("transaction_id", "42"),
        ])
    };
    assert_eq!(code_of(&notice("a", "20200101000000", "1"), Kind::PayNotice), None);
    assert_eq!(code_of(&notice("uid=1&openid=o1", "20200101000000", "1"), Kind::PayNotice), None);
    assert_eq!(code_of(&notice("a=1&out_trade_no=9", "20200101000000", "1"), Kind::PayNotice), None);
    assert_eq!(code_of(&notice("a", "20200101000000&total_fee=1", ""), Kind::PayNotice), Some(Code::Ambiguous));
}

#[test]
fn client_side_strings_are_no_messages() {
    let jsapi = pairs(&[("appId", "wx1"), ("nonceStr", "n"), ("package", "prepay_id=1"), ("signType", "MD5"), ("timeStamp", "1395712654")]);
    assert_eq!(code_of(&jsapi, Kind::Unlisted), Some(Code::Ambiguous));
    let code_url = pairs(&[
        ("appid", "wx1"),
        ("mch_id", "1"),
        ("nonce_str", "n"),
        ("product_id", "p&result_code=SUCCESS&return_code=SUCCESS"),
        ("time_stamp", "1"),
    ]);
    assert_eq!(code_of(&code_url, Kind::UnifiedOrderReply), Some(Code::Ambiguous));
    let recut = pairs(&[
        ("appid", "wx1"),
        ("mch_id", "1"),
        ("nonce_str", "n"),
        ("product_id", "p"),
        ("result_code", "FAIL"),
        ("return_code", "SUCCESS"),
        ("time_stamp", "1"),
    ]);
    assert_eq!(code_of(&recut, Kind::UnifiedOrderReply), Some(Code::Ambiguous));
}

/// A value that has the syntax of a field.
fn fitting(rules: &Rules, name: &str) -> String {
    match rules.knows(name).unwrap() {
        toml::Value::Array(words) => words[0].as_str().unwrap().to_owned(),
        syntax if syntax.as_str() == Some("time") => "20200101000000".to_owned(),
        _ => "1".to_owned(),
    }
}

/// SECURITY.md lists what no verifier can see: fields that a buyer can cut out of a free text which the gateway signed as one.
/// Exactly those are accepted by the library, and the text they hide in is refused before they are cut.
#[test]
fn security_md_lists_every_blind_spot() {
    let mut found = Vec::new();
    let signed = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Unlisted && RULES[kind.name()].0.get("signed").is_none());
    for kind in signed {
        let rules = Rules::of(kind);
        let fields: Vec<&String> = rules.0["fields"].as_table().unwrap().keys().collect();
        let outcomes = rules.0.get("outcome").and_then(|o| o.as_array()).cloned().unwrap_or(vec![toml::Value::Table(toml::Table::new())]);
        for outcome in outcomes {
            let when = outcome.get("when").and_then(|w| w.as_table()).cloned().unwrap_or_default();
            let unless = outcome.get("unless").and_then(|w| w.as_table()).cloned().unwrap_or_default();
            let mut base: BTreeMap<String, String> = BTreeMap::new();
            for name in Rules::words(rules.0.get("required")).into_iter().chain(Rules::words(outcome.get("required"))) {
                base.insert(name.clone(), fitting(rules, &name));
            }
            base.extend(when.iter().map(|(name, words)| (name.clone(), words[0].as_str().unwrap().to_owned())));
            assert_eq!(code_of(&base.clone().into_iter().collect(), kind), None, "{kind:?} {base:?}");
            for free in fields.iter().copied().filter(|name| rules.knows(name).and_then(|s| s.as_str()) == Some("text")) {
                let mut behind = Vec::new();
                for other in fields.iter().copied().filter(|other| *other > free && !base.contains_key(*other)) {
                    let concrete = other.replace("$n", "0");
                    let mut genuine = base.clone();
                    genuine.insert(free.clone(), format!("x&{concrete}={}", fitting(rules, &concrete)));
                    let mut cut = base.clone();
                    cut.insert(free.clone(), "x".into());
                    cut.insert(concrete.clone(), fitting(rules, &concrete));
                    let (genuine, cut) = (genuine.into_iter().collect(), cut.into_iter().collect());
                    if joined(&genuine) == joined(&cut) {
                        assert_eq!(code_of(&genuine, kind), Some(Code::Ambiguous), "{kind:?} {free} {other}");
                        assert_eq!(code_of(&cut, kind), None, "{kind:?} {free} {other}");
                        behind.push(format!("`{other}`"));
                    }
                }
                if !behind.is_empty() {
                    let list = |table: &toml::Table, is: &str| {
                        table
                            .iter()
                            .map(|(name, words)| format!("{name} {is}{}", Rules::words(Some(words)).join(" or ")))
                            .collect::<Vec<_>>()
                    };
                    let when = [list(&when, ""), list(&unless, "not ")].concat().join(", ");
                    let when = if when.is_empty() { "any" } else { &when };
                    found.push(format!("| {} | {when} | `{free}` | {} |", kind.name(), behind.join(" ")));
                }
            }
        }
    }
    let security = include_str!("../../SECURITY.md");
    let listed: Vec<&str> = security
        .lines()
        .skip_while(|line| !line.starts_with("|---|---|---|---|"))
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(found, listed);
}
