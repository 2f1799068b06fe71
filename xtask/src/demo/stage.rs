//! The stage: gateway, shop, nginx if wanted, and the wire between them, all in one folder that vanishes.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::Options;
use super::http::{Answer, Http};
use super::wire::Wire;
use crate::java::{self, Jars};
use crate::run::{Process, TempFolder};
use crate::tools::find;

pub(super) const APPID: &str = "wx2421b1c4370ec43b";
const MCH_ID: &str = "10000100";
const START: Duration = Duration::from_secs(60);

pub(super) struct Stage {
    pub(super) http: Http,
    pub(super) gateway_url: String,
    /// The shop as the world sees it: through nginx if there is one.
    pub(super) shop_url: String,
    pub(super) wire: Wire,
    /// The last entry of the gateway's log that has been looked at.
    seen: Mutex<u64>,
    // In the order in which they end: processes first, the folder they write to last.
    _nginx: Option<Process>,
    shop: Process,
    _gateway: Process,
    _folder: TempFolder,
}

/// One line of the gateway's log.
#[derive(Deserialize)]
pub(super) struct Logged {
    seq: u64,
    pub(super) time: String,
    pub(super) direction: String,
    pub(super) path: String,
    pub(super) body: String,
}

/// An order as the shop's books have it.
#[derive(Deserialize)]
pub(super) struct Booked {
    pub(super) state: String,
    pub(super) bookings: u64,
}

impl Stage {
    pub(super) fn open(jars: &Jars, options: &Options) -> Result<Self> {
        let folder = TempFolder::new()?;
        let run = folder.path();
        let sign_type = if options.hmac { "HMAC-SHA256" } else { "MD5" };
        let config = config_file(run, sign_type)?;

        let mut gateway = java(&jars.gateway, run)?;
        gateway.args(["--port", "0", "--retry-scale", "0.001"]).env("WXPAY_GATEWAY_MERCHANTS", &config);
        let mut gateway = Process::start("gateway", &mut gateway)?;
        let gateway_url = gateway.ready("gateway listening on ", START)?;

        let wire = Wire::open()?;
        let mut shop = java(&jars.shop, run)?;
        shop.args(["--port", "0"]).env("WXPAY_CONFIG", &config).env("WXPAY_NOTIFY_URL", wire.url());
        shop.env("WXPAY_API_BASE", &gateway_url).env("WXPAY_SESSION_BASE", &gateway_url);
        let mut shop = Process::start("shop", &mut shop)?;
        let tomcat = shop.ready("shop listening on ", START)?;

        let (nginx, http, shop_url) = if options.nginx {
            let (process, certificate, url) = nginx(run, &tomcat)?;
            (Some(process), Http::new(Some(&certificate))?, url)
        } else {
            (None, Http::new(None)?, tomcat)
        };
        wire.lead_to(http.clone(), format!("{shop_url}/notify.do"));
        let seen = Mutex::new(0);
        Ok(Self { http, gateway_url, shop_url, wire, seen, _nginx: nginx, shop, _gateway: gateway, _folder: folder })
    }

    /// What the gateway has logged since this was asked last.
    pub(super) fn gateway_log(&self) -> Result<Vec<Logged>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = self.http.get(&format!("{}/log?since={seen}", self.gateway_url))?;
        let lines: Vec<Logged> = serde_json::from_str(&answer.body).context("the gateway's log is not what it should be")?;
        *seen = lines.last().map_or(*seen, |line| line.seq);
        Ok(lines)
    }

    /// The reasons for which the shop has refused notices, so far.
    pub(super) fn refusals(&self) -> Result<Vec<String>> {
        let output = self.shop.output()?;
        Ok(output.lines().filter_map(|line| line.split_once("notice refused: ")).map(|(_, reason)| reason.to_string()).collect())
    }

    pub(super) fn order(&self, number: &str) -> Result<(Booked, Answer)> {
        let answer = self.http.get(&format!("{}/order.do?out_trade_no={number}", self.shop_url))?;
        let booked = serde_json::from_str(&answer.body).with_context(|| format!("order.do answered {}: {}", answer.status, answer.body))?;
        Ok((booked, answer))
    }
}

/// Both programs read the same file; like a merchant's it is for its owner's eyes only.
fn config_file(run: &Path, sign_type: &str) -> Result<PathBuf> {
    let path = run.join("wxpay.properties");
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    writeln!(file, "appid={APPID}\nmch_id={MCH_ID}\napp_secret={}\napi_key={}", secret()?, secret()?)?;
    writeln!(file, "sign_type={sign_type}\njdbc_url=jdbc:h2:file:{}/orders", run.display())?;
    // An unpaid order that somebody looks at is asked about at WeChat. Here, where notices are held back on purpose and
    // every look must show what the notices alone have done, that would help the shop too well.
    writeln!(file, "ask_after=86400")?;
    Ok(path)
}

/// 32 letters and digits that nobody can guess.
fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn java(jar: &Path, run: &Path) -> Result<Command> {
    let mut command = Command::new(java::jdk()?.java());
    // A quick start matters more here than speed later. Temporary files of the programs vanish with our folder.
    command.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]).arg(format!("-Djava.io.tmpdir={}", run.display()));
    command.arg("-jar").arg(jar).current_dir(run);
    // Whoever has a real shop's settings in the environment does not want them in a demo.
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("WXPAY_")) {
        command.env_remove(name);
    }
    Ok(command)
}

/// nginx with the template of examples/nginx, a self-signed certificate and two free ports.
fn nginx(run: &Path, tomcat: &str) -> Result<(Process, PathBuf, String)> {
    let (certificate, key) = (run.join("cert.pem"), run.join("key.pem"));
    self_signed(&certificate, &key)?;
    let [port, plain] = free_ports()?;
    let mut conf = fs::read_to_string(crate::root().join("examples/nginx/wxpay.conf"))?;
    for (name, value) in [
        ("LISTEN", format!("127.0.0.1:{port}")),
        ("LISTEN_HTTP", format!("127.0.0.1:{plain}")),
        ("PUBLIC", format!("localhost:{port}")),
        ("TOMCAT", tomcat.trim_start_matches("http://").to_string()),
        ("CERT", certificate.display().to_string()),
        ("KEY", key.display().to_string()),
        ("RUN", run.display().to_string()),
    ] {
        conf = conf.replace(&format!("${{{name}}}"), &value);
    }
    let path = run.join("nginx.conf");
    fs::write(&path, conf)?;

    let mut command = Command::new(find("nginx").context("nginx is not installed")?);
    command.arg("-p").arg(run).arg("-c").arg(&path).arg("-e").arg(run.join("error.log"));
    let mut process = Process::start("nginx", &mut command)?;
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if process.ended()?.is_some() || started.elapsed() > START {
            bail!("nginx did not start\n{}", process.output()?.trim_end());
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok((process, certificate, format!("https://localhost:{port}")))
}

fn self_signed(certificate: &Path, key: &Path) -> Result<()> {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]);
    command.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"]);
    let output = command.arg("-keyout").arg(key).arg("-out").arg(certificate).output().context("cannot run openssl")?;
    if !output.status.success() {
        bail!("openssl made no certificate: {}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(())
}

/// Ports nobody has now. Somebody could take one before nginx does; then nginx says so.
fn free_ports() -> Result<[u16; 2]> {
    let (a, b) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
    Ok([a.local_addr()?.port(), b.local_addr()?.port()])
}
