//! The page: files of examples/page and of the npm package, and the same journey and attacks at the push of a button.

use std::fs;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Result, anyhow};
use serde::Serialize;
use serde_json::json;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use super::attacks::{Ambush, FORGERIES, REPLAY};
use super::event::Tell;
use super::journey;
use super::stage::Stage;

/// Orders that the page shows.
const KEPT: usize = 20;

const HEADERS: [(&str, &str); 5] = [
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
];

pub(super) struct Page {
    server: Server,
    port: u16,
}

impl Page {
    /// Takes the port of 127.0.0.1 at once: better to hear now than after the build that it is occupied.
    pub(super) fn open(port: u16) -> Result<Self> {
        let server = Server::http(("127.0.0.1", port)).map_err(|e| {
            anyhow!("port {port} of 127.0.0.1 cannot be used ({e}): end the program that has it, or choose another one with --port N (0: any free one)")
        })?;
        let port = server.server_addr().to_ip().map_or(port, |address| address.port());
        Ok(Self { server, port })
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers until the process ends.
    pub(super) fn serve(&self, stage: &Stage) {
        let show = Show { stage, port: self.port, turn: Mutex::new(()), orders: Mutex::default() };
        thread::scope(|scope| {
            for request in self.server.incoming_requests() {
                let show = &show;
                // A visitor who has gone away is nobody's fault.
                scope.spawn(move || show.answer(request).ok());
            }
        });
    }
}

struct Show<'s> {
    stage: &'s Stage,
    port: u16,
    /// One play at a time: they share the wire.
    turn: Mutex<()>,
    orders: Mutex<Vec<String>>,
}

impl Show<'_> {
    fn answer(&self, request: Request) -> Result<()> {
        if !self.is_ours(&request) {
            return plain(request, 403, "this page answers on its own address only");
        }
        let path = request.url().to_string();
        match (request.method(), path.as_str()) {
            (Method::Get, "/") => file(request, "examples/page/index.html"),
            (Method::Get, "/page.css" | "/page.js") => file(request, &format!("examples/page{path}")),
            (Method::Get, "/api/orders") => {
                let orders = self.orders()?;
                json_reply(request, &orders)
            }
            (Method::Post, "/api/pay") => self.play(request, |tell| self.pay(tell)),
            (Method::Post, path) => match path.strip_prefix("/api/attack/").map(str::to_string) {
                Some(id) if id == REPLAY.id || FORGERIES.iter().any(|attack| attack.id == id) => {
                    self.play(request, |tell| self.attack(&id, tell))
                }
                _ => plain(request, 404, "there is nothing here"),
            },
            (Method::Get, path) => match path.strip_prefix("/wxpay-core/").filter(|name| is_plain(name)) {
                Some(name) => file(request, &format!("wasm/pkg/{name}")),
                None => plain(request, 404, "there is nothing here"),
            },
            _ => plain(request, 404, "there is nothing here"),
        }
    }

    /// Another web site could make its name point to 127.0.0.1 (then the Host is its own) or post a form to us from the
    /// visitor's browser (then the Origin is).
    fn is_ours(&self, request: &Request) -> bool {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let header = |name: &'static str| request.headers().iter().find(|h| h.field.equiv(name)).map_or("", |h| h.value.as_str());
        let host = header("Host");
        hosts.iter().any(|ours| ours == host) && (*request.method() != Method::Post || header("Origin") == format!("http://{host}"))
    }

    fn pay(&self, tell: &mut Tell<'_>) -> Result<bool> {
        let (number, ok) = journey::play(self.stage, tell)?;
        self.remember(number);
        Ok(ok)
    }

    /// Each attack has an order of its own. The last lines show that the genuine notice gets through afterwards.
    fn attack(&self, id: &str, tell: &mut Tell<'_>) -> Result<bool> {
        let ambush = Ambush::lay(self.stage, tell)?;
        self.remember(ambush.number.clone());
        let refused = match FORGERIES.iter().find(|attack| attack.id == id) {
            Some(attack) => ambush.strike(attack, tell)?,
            None => true,
        };
        let (booked, once) = ambush.release(tell)?;
        let again = if id == REPLAY.id { booked.replay(tell)? } else { true };
        Ok(refused && once && again)
    }

    /// Streams the events of a play, one JSON object a line, as they happen.
    fn play(&self, request: Request, play: impl FnOnce(&mut Tell<'_>) -> Result<bool>) -> Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stream = Stream::begin(request)?;
        let outcome = play(&mut |event| stream.send(&event));
        let last = match outcome {
            Ok(ok) => json!({ "done": true, "ok": ok }),
            Err(error) => json!({ "done": true, "ok": false, "error": format!("{error:#}") }),
        };
        stream.send(&last)?;
        stream.end()
    }

    fn remember(&self, number: String) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        orders.insert(0, number);
        orders.truncate(KEPT);
    }

    /// The latest orders as the shop has them, the newest first.
    fn orders(&self) -> Result<Vec<serde_json::Value>> {
        let numbers = self.orders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        numbers.iter().map(|number| Ok(serde_json::from_str(&self.stage.order(number)?.1.body)?)).collect()
    }
}

/// An answer that grows. tiny_http would collect 8 KiB before it sends anything, so the chunks are written by hand.
struct Stream(Box<dyn Write + Send>);

impl Stream {
    fn begin(request: Request) -> io::Result<Self> {
        let mut writer = request.into_writer();
        write!(writer, "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n")?;
        for (name, value) in HEADERS {
            write!(writer, "{name}: {value}\r\n")?;
        }
        write!(writer, "\r\n")?;
        Ok(Self(writer))
    }

    fn send(&mut self, event: &impl Serialize) -> Result<()> {
        let line = serde_json::to_string(event)? + "\n";
        write!(self.0, "{:x}\r\n{line}\r\n", line.len())?;
        Ok(self.0.flush()?)
    }

    fn end(mut self) -> Result<()> {
        write!(self.0, "0\r\n\r\n")?;
        Ok(self.0.flush()?)
    }
}

/// The name of a file beside others: no way out of the folder.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

/// From the disk each time, so that a change is seen on reload.
fn file(request: Request, path: &str) -> Result<()> {
    let content_type = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => return plain(request, 404, "there is nothing here"),
    };
    match fs::read(crate::root().join(path)) {
        Ok(bytes) => reply(request, 200, content_type, bytes),
        Err(e) => plain(request, 404, &format!("{path} cannot be read: {e}")),
    }
}

fn json_reply(request: Request, value: &impl Serialize) -> Result<()> {
    let bytes = serde_json::to_vec(value)?;
    reply(request, 200, "application/json", bytes)
}

fn plain(request: Request, status: u16, sentence: &str) -> Result<()> {
    reply(request, status, "text/plain; charset=utf-8", sentence.into())
}

fn reply(request: Request, status: u16, content_type: &str, body: Vec<u8>) -> Result<()> {
    let mut response = Response::from_data(body).with_status_code(StatusCode(status));
    for (name, value) in HEADERS.into_iter().chain([("Content-Type", content_type)]) {
        response.add_header(Header::from_bytes(name, value).map_err(|()| anyhow!("the header {name} is malformed"))?);
    }
    Ok(request.respond(response)?)
}
