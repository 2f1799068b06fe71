//! Six attacks on notify.do.
//!
//! Each one is aimed at an order that is really paid and whose genuine notice the attacker, who sits on the wire, holds
//! back: he has the right number, amount, names and a valid signature, and the shop has booked nothing yet. So nothing
//! but the check under attack stands between the forgery and a booking, and "0 bookings" afterwards is a proof. (Aimed at
//! an order that is booked already, the same look at the books would prove nothing.) At last the genuine notice is let
//! through and booked: the refused forgeries have lost nothing. The sixth attack sends that booked notice again.

use anyhow::{Context as _, Result, bail};
use wxpay_core::{Fields, canonical, decode_unverified};

use super::event::{Event, Party, Strike, Tell, signed_xml};
use super::http::XML;
use super::journey::{self, notice_code};
use super::stage::Stage;
use super::text::{Text, text};
use super::wire::Hold;

pub(super) struct Attack {
    pub(super) id: &'static str,
    title: Text,
    why: Text,
    expected: &'static str,
    /// Bookings of the order afterwards, in the shop's database.
    bookings: u64,
    forge: fn(&str) -> Result<Forgery>,
}

/// What is sent, and how it differs from the genuine notice.
struct Forgery {
    xml: String,
    cut: String,
    put: String,
}

/// The five that forge; the order still waits for its genuine notice.
pub(super) const FORGERIES: [Attack; 5] = [
    Attack {
        id: "no-sign",
        title: text("No signature", "没有签名"),
        why: text("Some libraries skip the check when there is no sign to check.", "有些库在没有 sign 时直接跳过验签。"),
        expected: "NO_SIGN",
        bookings: 0,
        forge: |genuine| {
            let sign = element(genuine, "sign")?;
            replace(genuine, &sign, "")
        },
    },
    Attack {
        id: "amount-changed",
        title: text("Amount changed", "篡改金额"),
        why: text("The signature belongs to the old amount.", "签名对应的是原来的金额。"),
        expected: "MISMATCH",
        bookings: 0,
        forge: |genuine| replace(genuine, &element(genuine, "total_fee")?, "<total_fee>1</total_fee>"),
    },
    Attack {
        id: "doctype",
        title: text("DOCTYPE that reads a file", "DOCTYPE 读取文件"),
        why: text(
            "The entity attack of 2018 on the official SDK: a parser that obeys opens the file.",
            "2018 年官方 SDK 的 XXE 漏洞：照办的解析器会打开该文件。",
        ),
        expected: "DOCTYPE",
        bookings: 0,
        forge: |genuine| {
            let doctype = "<!DOCTYPE xml [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
            let attach = "<attach>&file;</attach>";
            let forgery = replace(genuine, &element(genuine, "attach")?, attach)?;
            Ok(Forgery { xml: format!("{doctype}{}", forgery.xml), put: format!("{doctype} … {attach}"), ..forgery })
        },
    },
    Attack {
        id: "duplicate",
        title: text("The same element twice", "同一字段出现两次"),
        why: text(
            "One reader takes the first, another the last: what is checked is not what is booked.",
            "有的库取第一个，有的取最后一个：验的和用的不是同一个值。",
        ),
        expected: "DUPLICATE",
        bookings: 0,
        forge: |genuine| {
            let fee = element(genuine, "total_fee")?;
            let second = "<total_fee>1</total_fee>";
            Ok(Forgery { cut: String::new(), put: second.into(), ..replace(genuine, &fee, &format!("{fee}{second}"))? })
        },
    },
    Attack {
        id: "hidden-field",
        title: text("total_fee hidden in time_end", "把 total_fee 藏进 time_end"),
        why: text(
            "The signed string stays the same, byte for byte, so the signature fits; the amount is gone.",
            "签名串逐字节不变，签名仍然正确，金额字段却消失了。",
        ),
        expected: "AMBIGUOUS",
        bookings: 0,
        forge: hide_amount,
    },
];

/// The one that is no forgery at all; the order has been booked.
pub(super) const REPLAY: Attack = Attack {
    id: "replay",
    title: text("The genuine notice again", "重放真实通知"),
    why: text(
        "It is genuine, so the answer is SUCCESS; it was booked before, so nothing happens.",
        "通知是真的，应答 SUCCESS；订单已入账，不再入账。",
    ),
    expected: "SUCCESS",
    bookings: 1,
    forge: |genuine| Ok(Forgery { xml: genuine.into(), cut: String::new(), put: String::new() }),
};

/// A paid order whose genuine notice does not get through.
pub(super) struct Ambush<'s> {
    stage: &'s Stage,
    hold: Hold<'s>,
    pub(super) number: String,
    genuine: String,
}

impl<'s> Ambush<'s> {
    pub(super) fn lay(stage: &'s Stage, tell: &mut Tell<'_>) -> Result<Self> {
        let hold = stage.wire.hold();
        let number = journey::order_and_pay(stage, &mut |_| Ok(()))?;
        let genuine = stage.wire.sent(&number)?.xml;
        let (booked, _) = stage.order(&number)?;
        if booked.bookings != 0 {
            bail!("order {number} is booked although its notice is held back: what follows would prove nothing");
        }
        tell(Event {
            step: "held",
            title: text("Another cup is paid, its notice held back", "又一杯已付款，通知被截住"),
            from: Party::Gateway,
            to: Party::Attacker,
            call: "POST /notify.do".into(),
            sent: genuine.clone(),
            signed: signed_xml(&genuine),
            answer: String::new(),
            code: booked.state,
            ok: true,
            ms: 0.0,
            attack: None,
        })?;
        Ok(Self { stage, hold, number, genuine })
    }

    /// True if the shop did what it must.
    pub(super) fn strike(&self, attack: &Attack, tell: &mut Tell<'_>) -> Result<bool> {
        strike(self.stage, &self.number, &self.genuine, attack, tell)
    }

    /// Lets the genuine notice through. True if the shop took it and booked once.
    pub(super) fn release(self, tell: &mut Tell<'_>) -> Result<(Booked<'s>, bool)> {
        drop(self.hold);
        let taken = journey::notice(self.stage, &self.number, tell)?;
        let ok = journey::result(self.stage, &self.number, tell)? && taken;
        Ok((Booked { stage: self.stage, number: self.number, genuine: self.genuine }, ok))
    }
}

/// An order that is booked, and the notice that did it.
pub(super) struct Booked<'s> {
    stage: &'s Stage,
    number: String,
    genuine: String,
}

impl Booked<'_> {
    pub(super) fn replay(&self, tell: &mut Tell<'_>) -> Result<bool> {
        strike(self.stage, &self.number, &self.genuine, &REPLAY, tell)
    }
}

fn strike(stage: &Stage, number: &str, genuine: &str, attack: &Attack, tell: &mut Tell<'_>) -> Result<bool> {
    let forgery = (attack.forge)(genuine)?;
    let refusals = stage.refusals()?.len();
    let answer = stage.http.post(&format!("{}/notify.do", stage.shop_url), XML, &forgery.xml)?;
    let code = notice_code(&answer.body);
    let log = stage.refusals()?.into_iter().skip(refusals).collect::<Vec<_>>().join("; ");
    let (order, _) = stage.order(number)?;
    let ok = answer.status == 200 && code == attack.expected && order.bookings == attack.bookings;
    let signed = signed_xml(&forgery.xml);
    tell(Event {
        step: "attack",
        title: attack.title,
        from: Party::Attacker,
        to: Party::Shop,
        call: "POST /notify.do".into(),
        answer: answer.body,
        code,
        ok,
        ms: answer.ms,
        attack: Some(Strike {
            why: attack.why,
            expected: attack.expected,
            cut: forgery.cut,
            put: forgery.put,
            still_fits: forgery.xml.contains("<sign>") && signed == signed_xml(genuine),
            log,
            state: order.state,
            bookings: order.bookings,
        }),
        sent: forgery.xml,
        signed,
    })?;
    Ok(ok)
}

/// Takes `total_fee` out and puts its text into the field before it in signing order.
fn hide_amount(genuine: &str) -> Result<Forgery> {
    let flat = decode_unverified(genuine.as_bytes()).map_err(|e| anyhow::anyhow!("the genuine notice: {e}"))?;
    let fee = flat.get("total_fee").context("the notice has no total_fee")?;
    let (before, value) = flat
        .iter()
        .filter(|(name, value)| *name < "total_fee" && *name != "sign" && !value.is_empty())
        .max_by_key(|(name, _)| *name)
        .context("total_fee is the first field")?;
    let (old, amount) = (element(genuine, before)?, element(genuine, "total_fee")?);
    let new = format!("<{before}><![CDATA[{value}&total_fee={fee}]]></{before}>");
    let xml = replace(&replace(genuine, &amount, "")?.xml, &old, &new)?.xml;
    if canonical_of(&xml)? != canonical_of(genuine)? {
        bail!("the forgery is badly made: its signed string differs");
    }
    Ok(Forgery { xml, cut: format!("{old}{amount}"), put: new })
}

fn canonical_of(xml: &str) -> Result<String> {
    let flat = decode_unverified(xml.as_bytes()).map_err(|e| anyhow::anyhow!("{e}"))?;
    let pairs = flat.pairs();
    Fields::new(&pairs).and_then(canonical).map_err(|e| anyhow::anyhow!("{e}"))
}

/// The text of an element, tags included.
fn element(xml: &str, name: &str) -> Result<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let start = xml.find(&open).with_context(|| format!("the notice has no {name}"))?;
    let end = xml[start..].find(&close).with_context(|| format!("{name} is not closed"))? + start + close.len();
    Ok(xml[start..end].to_string())
}

fn replace(xml: &str, old: &str, new: &str) -> Result<Forgery> {
    let at = xml.find(old).context("the notice has changed")?;
    let xml = format!("{}{new}{}", &xml[..at], &xml[at + old.len()..]);
    Ok(Forgery { xml, cut: old.into(), put: new.into() })
}
