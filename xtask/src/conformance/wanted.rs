//! What the corpus wants, line by line.

use std::fmt;

use serde_json::Value;
use wxpay_tests::{answer, corpus};

/// What one line must say. What the case does not mention is free.
pub(super) enum Wanted {
    /// A result whose line begins so, and its flags as far as the case tells them.
    Result { line: String, succeeded: Option<bool>, previous: bool },
    /// Any result.
    Accepted,
    /// One of these codes, at this place.
    Refused { codes: Vec<String>, field: Option<String>, offset: Option<u64> },
}

impl Wanted {
    /// The lines of a case, by their names: one, or one for each place where its document is cut.
    pub(super) fn lines(case: &Value) -> Vec<(String, Self)> {
        let id = case["id"].as_str().unwrap_or_default();
        let Some(whole) = corpus::cut(case) else { return vec![(id.into(), Self::of(&case["want"]))] };
        let cut = |end| (answer::cut_id(id, end), if end == whole.len() { Self::Accepted } else { Self::refusal(&case["want"]) });
        (0..=whole.len()).map(cut).collect()
    }

    fn of(want: &Value) -> Self {
        if want["code"] != "OK" {
            return Self::refusal(want);
        }
        let text = want.get("text").map(|text| answer::text(&corpus::full(text)));
        let line = text.unwrap_or_else(|| answer::fields(&corpus::pairs(&want["fields"]), false, false));
        Self::Result { line, succeeded: want["succeeded"].as_bool(), previous: want["previous_key"] == true }
    }

    fn refusal(want: &Value) -> Self {
        let codes = want["codes"].as_array().into_iter().flatten().chain(want.get("code"));
        let codes = codes.filter_map(Value::as_str).map(str::to_string).collect();
        Self::Refused { codes, field: want["field"].as_str().map(str::to_string), offset: want["offset"].as_u64() }
    }

    /// A line with nothing behind its first word is of a library that only accepts or refuses.
    pub(super) fn allows(&self, got: &str) -> bool {
        let Some((code, rest)) = got.split_once('\t') else { return (got == "OK") != matches!(self, Self::Refused { .. }) };
        match self {
            Self::Accepted => code == "OK",
            Self::Result { line, succeeded, previous } => {
                let flag = |word: &str| rest.split(' ').any(|flag| flag == word);
                let result = got.split(' ').next().unwrap_or_default();
                result == line && succeeded.is_none_or(|wanted| flag("succeeded") == wanted) && flag("previous") == *previous
            }
            Self::Refused { codes, field, offset } => {
                let (got_field, byte) = place(rest);
                let same_field = field.as_ref().is_none_or(|field| field == got_field);
                codes.iter().any(|wanted| wanted == code) && same_field && offset.is_none_or(|offset| byte == Some(offset))
            }
        }
    }
}

/// `field, byte N`, each of which may be absent.
fn place(text: &str) -> (&str, Option<u64>) {
    let (field, byte) = text.rsplit_once("byte ").unwrap_or((text, ""));
    byte.parse().map_or((text, None), |offset| (field.trim_end_matches(", "), Some(offset)))
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("OK"),
            Self::Result { line, succeeded, previous } => {
                let flags =
                    [(*succeeded == Some(true), " succeeded"), (*succeeded == Some(false), " not succeeded"), (*previous, " previous")];
                f.write_str(line)?;
                flags.iter().filter(|flag| flag.0).try_for_each(|flag| f.write_str(flag.1))
            }
            Self::Refused { codes, field, offset } => {
                let line = answer::refusal(&codes.join(" or "), field.as_deref().unwrap_or_default(), *offset);
                f.write_str(line.trim_end())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(json: &str) -> Wanted {
        Wanted::of(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn a_refusal_is_held_to_what_is_written() {
        let place = wanted(r#"{"code":"CHAR","field":"body","offset":3}"#);
        assert!(place.allows("CHAR\tbody, byte 3"));
        for other in ["CHAR\tbody, byte 4", "CHAR\tattach, byte 3", "CHAR\tbody", "CHAR\tbyte 3", "UTF8\tbody, byte 3", "OK\t", "OK"] {
            assert!(!place.allows(other), "{other}");
        }
        let code = wanted(r#"{"code":"CHAR"}"#);
        assert!(code.allows("CHAR\tbyte 9") && code.allows("CHAR\t") && code.allows("REFUSED") && !code.allows("OK"));
        assert_eq!(place.to_string(), "CHAR\tbody, byte 3");
    }

    #[test]
    fn a_result_is_held_to_its_bytes_and_flags() {
        let json = r#"{"code":"OK","fields":[["a","1"]],"succeeded":true}"#;
        let line = |value: &str, succeeded, previous| answer::fields(&[("a".into(), value.into())], succeeded, previous);
        assert!(wanted(json).allows(&line("1", true, false)));
        for other in [line("2", true, false), line("1", false, false), line("1", true, true), "CHAR\t".into(), "REFUSED".into()] {
            assert!(!wanted(json).allows(&other), "{other}");
        }
        let open = wanted(r#"{"code":"OK","fields":[["a","1"]]}"#);
        assert!(open.allows(&line("1", true, false)) && open.allows(&line("1", false, false)) && open.allows("OK"));
    }
}
