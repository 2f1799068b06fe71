//! One case of the corpus: reading it, running it, comparing.

mod border;

use std::fmt;

use serde_json::Value;
use wxpay_core::{ApiKey, Error, Fields, Flat, Kind, Verified, client};
use wxpay_tests::answer;
use wxpay_tests::corpus::{self, full, pairs};

pub(crate) struct Case(pub(crate) Value);

/// What a call gave.
pub(crate) enum Got {
    Text(String),
    Fields { fields: Vec<(String, String)>, succeeded: Option<bool>, previous: Option<bool> },
    Error(Error),
}

impl Case {
    pub(crate) fn id(&self) -> &str {
        self.text("id")
    }

    pub(crate) fn row(&self) -> &str {
        self.text("row")
    }

    pub(crate) fn verb(&self) -> &str {
        self.text("verb")
    }

    pub(crate) fn want(&self) -> &Value {
        &self.0["want"]
    }

    /// The document that must be refused wherever it is cut.
    pub(crate) fn cut(&self) -> Option<&[u8]> {
        corpus::cut(&self.0)
    }

    /// Whether an answer is one of `want.codes`.
    pub(crate) fn allows(&self, got: &Got) -> bool {
        let Got::Error(error) = got else { return false };
        self.want()["codes"].as_array().is_some_and(|codes| codes.iter().any(|code| code == error.code().name()))
    }

    pub(crate) fn run(&self) -> Got {
        if matches!(self.verb(), "decode_verified" | "decode_unverified" | "expect") {
            let document = corpus::document(&self.0);
            return self.run_xml(&document.unwrap_or_else(|| panic!("{}: no document", self.id())));
        }
        self.run_list().unwrap_or_else(Got::Error)
    }

    fn run_list(&self) -> Result<Got, Error> {
        let owned = corpus::fields(&self.0);
        let list = borrowed(&owned);
        let fields = || Fields::new(&list);
        Ok(match self.verb() {
            "canonical" => Got::Text(wxpay_core::canonical(fields()?)?),
            "encode" => Got::Text(wxpay_core::encode(fields()?)?),
            "sign" => Got::Text(wxpay_core::sign(fields()?, &self.key()?)?.as_str().into()),
            "encode_signed" => Got::Text(wxpay_core::encode_signed(fields()?, &self.key()?, self.kind())?),
            "verify" => Got::verified(&wxpay_core::verify(fields()?, &self.key()?, self.kind())?),
            "mini_program" => {
                let [app_id, prepay_id, nonce_str, time_stamp] = ["appId", "prepayId", "nonceStr", "timeStamp"]
                    .map(|name| list.iter().find(|pair| pair.0 == name).map_or("", |pair| pair.1));
                Got::flat(&client::mini_program(app_id, prepay_id, nonce_str, time_stamp, &self.key()?)?)
            }
            verb => panic!("{}: no such verb: {verb}", self.id()),
        })
    }

    /// The verbs that read a document.
    pub(crate) fn run_xml(&self, xml: &[u8]) -> Got {
        let read = || {
            if self.verb() == "decode_unverified" {
                return Ok(Got::flat(&wxpay_core::decode_unverified(xml)?));
            }
            let verified = wxpay_core::decode_verified(xml, &self.key()?, self.kind())?;
            if self.verb() == "expect" {
                verified.expect(&borrowed(&pairs(&self.0["expected"])))?;
            }
            Ok(Got::verified(&verified))
        };
        read().unwrap_or_else(Got::Error)
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_else(|| panic!("{}: no {name}", self.0["id"]))
    }

    fn kind(&self) -> Kind {
        Kind::from_name(self.text("kind")).unwrap_or_else(|| panic!("{}: unknown kind", self.id()))
    }

    fn key(&self) -> Result<ApiKey, Error> {
        let key = &self.0["key"];
        let secret = key["secret"].as_str().unwrap_or_else(|| panic!("{}: no key", self.id()));
        let made = match key["use"].as_str() {
            Some("md5") => ApiKey::md5(secret)?,
            Some("hmac_sha256") => ApiKey::hmac_sha256(secret)?,
            Some("verify_only") => ApiKey::verify_only(secret)?,
            other => panic!("{}: unknown use {other:?}", self.id()),
        };
        match key["previous"].as_str() {
            Some(previous) => made.or_previous(previous),
            None => Ok(made),
        }
    }
}

impl Got {
    fn flat(flat: &Flat<String>) -> Self {
        Self::Fields { fields: owned(flat.iter()), succeeded: None, previous: None }
    }

    fn verified(message: &Verified<String>) -> Self {
        let (succeeded, previous) = (Some(message.succeeded()), Some(message.signed_with_previous_key()));
        Self::Fields { fields: owned(message.iter()), succeeded, previous }
    }

    /// In the format of `cargo xtask conformance`.
    pub(crate) fn answer(&self) -> String {
        match self {
            Self::Text(text) => answer::text(text),
            Self::Fields { fields, succeeded, previous } => answer::fields(fields, *succeeded == Some(true), *previous == Some(true)),
            Self::Error(error) => {
                let offset = error.offset().map(|offset| offset as u64);
                answer::refusal(error.code().name(), error.field_name().unwrap_or_default(), offset)
            }
        }
    }

    /// Compares with what the case wants; the error tells what came instead.
    pub(crate) fn expected(&self, case: &Case) -> Result<(), String> {
        let want = case.want();
        let same = match self {
            Self::Error(error) => {
                let message = error.to_string();
                if let Some(secret) = case.0["key"]["secret"].as_str().filter(|secret| secret.len() > 8 && message.contains(*secret)) {
                    return Err(format!("a message that holds the key {secret}"));
                }
                want["code"] == error.code().name()
                    && want.get("field").is_none_or(|field| field.as_str() == error.field_name())
                    && want.get("offset").is_none_or(|offset| offset.as_u64() == error.offset().map(|n| n as u64))
            }
            Self::Text(text) => want["code"] == "OK" && want.get("text").is_some_and(|wanted| full(wanted) == *text),
            Self::Fields { fields, succeeded, previous } => {
                want["code"] == "OK"
                    && pairs(&want["fields"]) == *fields
                    && want.get("succeeded").is_none_or(|wanted| wanted.as_bool() == *succeeded)
                    && previous.is_none_or(|previous| previous == (want["previous_key"] == true))
            }
        };
        if same { Ok(()) } else { Err(self.to_string()) }
    }
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self {
            Self::Error(error) => return write!(f, "{error}"),
            Self::Text(text) => format!("OK {text:?}"),
            Self::Fields { fields, succeeded, previous } => format!("OK succeeded {succeeded:?}, previous {previous:?}, {fields:?}"),
        };
        f.write_str(&shown.chars().take(2000).collect::<String>())
    }
}

fn owned<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.into(), value.into())).collect()
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
