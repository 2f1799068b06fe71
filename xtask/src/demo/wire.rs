//! The wire from WeChat to the shop. It carries notices byte for byte - until an attacker sits on it and holds them.

use std::io::Read as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use tiny_http::{Header, Request, Response, Server};
use wxpay_core::decode_unverified;

use super::http::{Answer, Http, XML};

/// How long a caller waits for a notice; WeChat itself repeats one after five seconds without an answer.
const PATIENCE: Duration = Duration::from_secs(15);
const LONGEST_BODY: u64 = 64 * 1024;
/// Deliveries that are remembered.
const KEPT: usize = 20;

/// A notice on the wire, with the shop's answer once it was delivered.
#[derive(Clone)]
pub(super) struct Delivery {
    number: String,
    pub(super) xml: String,
    pub(super) answer: Option<(String, f64)>,
}

#[derive(Default)]
struct State {
    held: bool,
    seen: Vec<Delivery>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    /// Where the shop takes notices; known only after the shop, which must be told our address, has started.
    shop: OnceLock<(Http, String)>,
}

pub(super) struct Wire {
    url: String,
    shared: Arc<Shared>,
    server: Arc<Server>,
}

impl Wire {
    pub(super) fn open() -> Result<Self> {
        let server = Arc::new(Server::http("127.0.0.1:0").map_err(|e| anyhow!("cannot listen on 127.0.0.1: {e}"))?);
        let url = format!("http://{}/notify.do", server.server_addr());
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), shop: OnceLock::new() });
        let wire = Self { url, shared, server };
        let (server, shared) = (wire.server.clone(), wire.shared.clone());
        thread::spawn(move || {
            for request in server.incoming_requests() {
                let shared = shared.clone();
                thread::spawn(move || shared.carry(request));
            }
        });
        Ok(wire)
    }

    /// The address to give to WeChat as notify_url.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn lead_to(&self, http: Http, notify: String) {
        self.shared.shop.get_or_init(|| (http, notify));
    }

    /// From now on nothing passes, until the guard is dropped.
    pub(super) fn hold(&self) -> Hold<'_> {
        self.shared.lock().held = true;
        Hold(&self.shared)
    }

    /// The notice of an order, as soon as it is on the wire.
    pub(super) fn sent(&self, number: &str) -> Result<Delivery> {
        self.shared.wait(number, |_| true)
    }

    /// The same, when the shop has answered.
    pub(super) fn delivered(&self, number: &str) -> Result<Delivery> {
        self.shared.wait(number, |delivery| delivery.answer.is_some())
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

/// An attacker holds the notices back.
pub(super) struct Hold<'w>(&'w Shared);

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        self.0.lock().held = false;
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, mut request: Request) {
        let mut xml = String::new();
        let answer = match request.as_reader().take(LONGEST_BODY).read_to_string(&mut xml) {
            Ok(_) => self.deliver(xml),
            Err(e) => Err(e.into()),
        };
        let response = match answer {
            Ok(answer) => Response::from_string(answer.body).with_status_code(answer.status).with_header(xml_header()),
            Err(e) => Response::from_string(format!("{e:#}")).with_status_code(502),
        };
        let _ = request.respond(response); // WeChat may have given up waiting; it sends the notice again
    }

    fn deliver(&self, xml: String) -> Result<Answer> {
        let number = decode_unverified(xml.as_bytes()).ok().and_then(|flat| flat.get("out_trade_no").map(str::to_string));
        let delivery = Delivery { number: number.unwrap_or_default(), xml, answer: None };
        self.record(delivery.clone());
        let open = self.changed.wait_while(self.lock(), |state| state.held).unwrap_or_else(PoisonError::into_inner);
        drop(open);
        let (http, notify) = self.shop.get().ok_or_else(|| anyhow!("the shop is not open yet"))?;
        let answer = http.post(notify, XML, &delivery.xml)?;
        self.record(Delivery { answer: Some((answer.body.clone(), answer.ms)), ..delivery });
        Ok(answer)
    }

    fn record(&self, delivery: Delivery) {
        let mut state = self.lock();
        if state.seen.len() == KEPT {
            state.seen.remove(0);
        }
        state.seen.push(delivery);
        self.changed.notify_all();
    }

    fn wait(&self, number: &str, enough: impl Fn(&Delivery) -> bool) -> Result<Delivery> {
        let find = |state: &State| state.seen.iter().find(|one| one.number == number && enough(one)).cloned();
        let started = Instant::now();
        let mut state = self.lock();
        loop {
            if let Some(delivery) = find(&state) {
                return Ok(delivery);
            }
            let Some(left) = PATIENCE.checked_sub(started.elapsed()) else {
                bail!("no notice about order {number} came through within {} s", PATIENCE.as_secs());
            };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn xml_header() -> Header {
    Header::from_bytes("Content-Type", XML).expect("a fixed header is well-formed")
}
