//! The phone's part: what the mini program and the WeChat app do from the tap on "pay" to the word "paid".

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::event::{Event, Party, Tell, signed, signed_xml};
use super::http::{Answer, JSON};
use super::stage::{APPID, Logged, Stage};
use super::text::text;

/// How long the phone asks the shop whether it has been paid.
const PATIENCE: Duration = Duration::from_secs(15);

type Json = BTreeMap<String, String>;

/// The whole journey: order, pay, wait for the shop's word. True if all is as it must be.
pub(super) fn play(stage: &Stage, tell: &mut Tell<'_>) -> Result<(String, bool)> {
    let number = order_and_pay(stage, tell)?;
    let notice = notice(stage, &number, tell)?;
    Ok((number.clone(), result(stage, &number, tell)? && notice))
}

/// From wx.login to "requestPayment:ok". Returns the order number.
pub(super) fn order_and_pay(stage: &Stage, tell: &mut Tell<'_>) -> Result<String> {
    let order = order(stage, tell)?;
    pay(stage, &order, tell)?;
    field(&order, "out_trade_no").map(str::to_string)
}

fn order(stage: &Stage, tell: &mut Tell<'_>) -> Result<Json> {
    let answer = stage.http.post(&format!("{}/phone/login", stage.gateway_url), JSON, "{}")?;
    let login = read("login", &answer)?;
    tell(Event {
        step: "login",
        title: text("wx.login", "登录 wx.login"),
        sent: "{}".into(),
        ..event(Party::Phone, Party::Gateway, "POST /phone/login", &answer)
    })?;

    stage.gateway_log()?; // what is logged from here on belongs to this order
    let wish = serde_json::json!({ "code": field(&login, "code")?, "item": "tea" }).to_string();
    let answer = stage.http.post(&format!("{}/prepay.do", stage.shop_url), JSON, &wish)?;
    let refused = answer.status != 200;
    tell(Event {
        step: "prepay",
        title: text("Order a cup of tea", "下单：一杯茶"),
        sent: wish,
        answer: if refused { answer.body.clone() } else { String::new() },
        ms: 0.0, // the answer comes later, as "params"
        ..event(Party::Phone, Party::Shop, "POST /prepay.do", &answer)
    })?;
    behind_the_shop(stage, tell)?;
    let order = read("prepay.do", &answer)?;
    let five: Vec<(&str, &str)> = ["appId", "timeStamp", "nonceStr", "package", "signType"]
        .into_iter()
        .map(|name| (name, if name == "appId" { APPID } else { order.get(name).map_or("", String::as_str) }))
        .collect();
    tell(Event {
        step: "params",
        title: text("Signed parameters for wx.requestPayment", "返回 wx.requestPayment 签名参数"),
        sent: answer.body.clone(),
        signed: signed(&five),
        answer: String::new(),
        ..event(Party::Shop, Party::Phone, "HTTP 200", &answer)
    })?;
    Ok(order)
}

/// What the shop's server asked WeChat before it could answer the phone, from the gateway's log.
fn behind_the_shop(stage: &Stage, tell: &mut Tell<'_>) -> Result<()> {
    let log = stage.gateway_log()?;
    for (path, step, title) in [
        ("/sns/jscode2session", "session", text("Who is it? jscode2session", "换取 openid：jscode2session")),
        ("/pay/unifiedorder", "order", text("Unified order", "统一下单 unifiedorder")),
    ] {
        let find = |direction: &str| log.iter().find(|line| line.path.starts_with(path) && line.direction == direction);
        let (Some(request), Some(reply)) = (find("in"), find("out")) else {
            continue; // the shop gave up before; its answer to the phone says why
        };
        let answer = Answer { status: 200, body: reply.body.clone(), ms: milliseconds(request, reply) };
        let method = if request.body.is_empty() { "GET" } else { "POST" };
        let call = if request.body.is_empty() { &request.path } else { path };
        tell(Event {
            step,
            title,
            sent: request.body.clone(),
            signed: signed_xml(&request.body),
            ..event(Party::Shop, Party::Gateway, &format!("{method} {call}"), &answer)
        })?;
    }
    Ok(())
}

/// wx.requestPayment: the WeChat app adds the appid, which it knows, and the payer agrees.
fn pay(stage: &Stage, order: &Json, tell: &mut Tell<'_>) -> Result<()> {
    let mut arguments = order.clone();
    arguments.remove("out_trade_no");
    arguments.insert("appId".into(), APPID.into());
    let sent = serde_json::to_string(&arguments)?;
    let answer = stage.http.post(&format!("{}/phone/pay", stage.gateway_url), JSON, &sent)?;
    let said = field(&read("pay", &answer)?, "errMsg")?.to_string();
    let ok = said == "requestPayment:ok";
    tell(Event {
        step: "pay",
        title: text("wx.requestPayment", "支付 wx.requestPayment"),
        sent,
        ok,
        code: if ok { "OK" } else { "FAIL" }.into(),
        ..event(Party::Phone, Party::Gateway, "POST /phone/pay", &answer)
    })?;
    if !ok {
        bail!("WeChat did not take the payment: {said}");
    }
    Ok(())
}

/// WeChat tells the shop. True if the shop took it.
pub(super) fn notice(stage: &Stage, number: &str, tell: &mut Tell<'_>) -> Result<bool> {
    let delivery = stage.wire.delivered(number)?;
    let (body, ms) = delivery.answer.unwrap_or_default();
    let code = notice_code(&body);
    let ok = code == "SUCCESS";
    let answer = Answer { status: 200, body, ms };
    tell(Event {
        step: "notice",
        title: text("The notice", "支付结果通知"),
        signed: signed_xml(&delivery.xml),
        sent: delivery.xml,
        ok,
        code,
        ..event(Party::Gateway, Party::Shop, "POST /notify.do", &answer)
    })?;
    Ok(ok)
}

/// The phone asks the shop until it says PAID. True if it was booked exactly once.
pub(super) fn result(stage: &Stage, number: &str, tell: &mut Tell<'_>) -> Result<bool> {
    let started = Instant::now();
    let (booked, answer) = loop {
        let (booked, answer) = stage.order(number)?;
        if booked.state == "PAID" || started.elapsed() > PATIENCE {
            break (booked, answer);
        }
        thread::sleep(Duration::from_millis(100));
    };
    let ok = booked.state == "PAID" && booked.bookings == 1;
    tell(Event {
        step: "result",
        title: text("Booked once, in the database", "已入账一次，以数据库为准"),
        ok,
        code: booked.state,
        ..event(Party::Phone, Party::Shop, &format!("GET /order.do?out_trade_no={number}"), &answer)
    })?;
    Ok(ok)
}

/// What the shop answered to a notice: SUCCESS, or the name of the code for which it refused.
pub(super) fn notice_code(answer: &str) -> String {
    let flat = wxpay_core::decode_unverified(answer.as_bytes()).ok();
    let get = |name| flat.as_ref().and_then(|flat| flat.get(name)).unwrap_or("no answer");
    if get("return_code") == "SUCCESS" { "SUCCESS".into() } else { get("return_msg").into() }
}

fn event(from: Party, to: Party, call: &str, answer: &Answer) -> Event {
    Event {
        step: "",
        title: text("", ""),
        from,
        to,
        call: call.into(),
        sent: String::new(),
        signed: None,
        answer: answer.body.clone(),
        code: if answer.status == 200 { "OK".into() } else { format!("HTTP {}", answer.status) },
        ok: answer.status == 200,
        ms: answer.ms,
        attack: None,
    }
}

fn read(what: &str, answer: &Answer) -> Result<Json> {
    if answer.status != 200 {
        bail!("{what} answered HTTP {}: {}", answer.status, answer.body);
    }
    serde_json::from_str(&answer.body).with_context(|| format!("{what} did not answer with a JSON object of texts: {}", answer.body))
}

fn field<'j>(json: &'j Json, name: &str) -> Result<&'j str> {
    json.get(name).map(String::as_str).with_context(|| format!("the answer has no {name}"))
}

/// From request to reply, by the gateway's clock.
fn milliseconds(request: &Logged, reply: &Logged) -> f64 {
    let second_of_minute = |line: &Logged| -> Option<f64> { line.time.trim_end_matches('Z').rsplit(':').next()?.parse().ok() };
    match (second_of_minute(request), second_of_minute(reply)) {
        (Some(start), Some(end)) => (end - start).rem_euclid(60.0) * 1000.0,
        _ => 0.0,
    }
}
