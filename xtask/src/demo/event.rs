//! One message that crossed a wire, as the terminal and the page show it.

use anyhow::Result;
use serde::Serialize;
use wxpay_core::{Fields, canonical, decode_unverified};

use super::text::{Text, text};

/// Where events go as they happen.
pub(super) type Tell<'a> = dyn FnMut(Event) -> Result<()> + 'a;

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Party {
    Phone,
    Shop,
    Gateway,
    Attacker,
}

impl Party {
    pub(super) const fn name(self) -> Text {
        match self {
            Self::Phone => text("phone", "手机"),
            Self::Shop => text("shop", "商户"),
            Self::Gateway => text("WeChat", "微信"),
            Self::Attacker => text("attacker", "攻击者"),
        }
    }
}

/// A message and its answer.
#[derive(Serialize)]
pub(super) struct Event {
    pub(super) step: &'static str,
    pub(super) title: Text,
    pub(super) from: Party,
    pub(super) to: Party,
    pub(super) call: String,
    pub(super) sent: String,
    /// The string that was signed, the key masked; none for messages that carry no signature. The page makes its own, in the
    /// browser.
    #[serde(skip)]
    pub(super) signed: Option<String>,
    pub(super) answer: String,
    /// OK, or the name of what went wrong.
    pub(super) code: String,
    /// Whether everything is as it must be.
    pub(super) ok: bool,
    pub(super) ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attack: Option<Strike>,
}

/// What only an attack has.
#[derive(Serialize)]
pub(super) struct Strike {
    pub(super) why: Text,
    pub(super) expected: &'static str,
    /// What the attacker took out of the genuine notice, and what came in its place.
    pub(super) cut: String,
    pub(super) put: String,
    /// Whether the signature of the genuine notice still fits.
    pub(super) still_fits: bool,
    /// The line in the shop's log.
    pub(super) log: String,
    /// The order afterwards, as the shop's books have it.
    pub(super) state: String,
    pub(super) bookings: u64,
}

/// The string that was signed, made again from the message as it was sent. The key itself is nowhere near.
pub(super) fn signed_xml(xml: &str) -> Option<String> {
    signed(&decode_unverified(xml.as_bytes()).ok()?.pairs())
}

pub(super) fn signed(pairs: &[(&str, &str)]) -> Option<String> {
    let string = canonical(Fields::new(pairs).ok()?).ok()?;
    Some(format!("{string}&key=********"))
}
