//! `cargo xtask demo`: one payment from the phone to the booking, then six attacks. What it prints is what was sent.

mod attacks;
mod event;
mod http;
mod journey;
mod paint;
mod screen;
mod serve;
mod stage;
mod text;
mod wire;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use console::style;

use attacks::{Ambush, FORGERIES};
use screen::Screen;
use serve::Page;
use stage::Stage;
use text::text;

use crate::tools::Tool;
use crate::{java, tools, wasm};

/// Exit code 0 means: paid, booked once, all six attacks without effect.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Install missing programs with apt-get (root on Debian or Ubuntu). 安装缺少的程序。
    #[arg(long)]
    pub(crate) install: bool,
    /// Put nginx with TLS in front of Tomcat. 在 Tomcat 前加 nginx（TLS）。
    #[arg(long)]
    pub(crate) nginx: bool,
    /// Sign with HMAC-SHA256 instead of MD5. 用 HMAC-SHA256 代替 MD5 签名。
    #[arg(long)]
    pub(crate) hmac: bool,
    /// Then stay and serve a page with a phone, a pay button and six attack buttons. 演示后提供网页，Ctrl-C 结束。
    #[arg(long)]
    pub(crate) serve: bool,
    /// Port of that page on 127.0.0.1; 0 is any free one. 网页端口，0 表示任选。
    #[arg(long, value_name = "N", default_value_t = 0, requires = "serve")]
    pub(crate) port: u16,
}

/// Shows everything; the exit code tells whether all was as it must be.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let page = options.serve.then(|| Page::open(options.port)).transpose()?;
    let mut needed = vec![Tool::Jdk, Tool::Maven, Tool::Strip];
    if options.nginx {
        needed.extend([Tool::Nginx, Tool::Openssl]);
    }
    if options.serve {
        needed.extend([Tool::Node, Tool::Npm]);
    }
    tools::ensure(&needed, options.install)?.demand()?;
    let jars = java::build(crate::root(), java::ALL)?;
    if options.serve {
        wasm::build(crate::root())?;
    }
    let started = Instant::now();
    let stage = Stage::open(&jars, options)?;
    let mut screen = Screen::new();
    play(&stage, options, &mut screen)?;
    let ok = screen.all_right();
    if let (Some(page), true) = (page, ok) {
        screen.verdict(started.elapsed().as_secs_f64())?;
        screen.line(screen.say(text("The same on a page, until Ctrl-C:", "同样的内容在网页上，按 Ctrl-C 结束：")))?;
        screen.line(&style(page.url()).underlined().to_string())?;
        page.serve(&stage);
    }
    drop(stage);
    screen.verdict(started.elapsed().as_secs_f64())?;
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Gateway and shop for somebody who brings their own phone: the addresses are variables of its environment.
pub(crate) fn with_shop<T>(work: impl FnOnce(&[(&str, &str)]) -> Result<T>) -> Result<T> {
    let jars = java::build(crate::root(), java::ALL)?;
    let options = Options { install: false, nginx: false, hmac: false, serve: false, port: 0 };
    let stage = Stage::open(&jars, &options)?;
    work(&[("WXPAY_SHOP_URL", &stage.shop_url), ("WXPAY_GATEWAY_URL", &stage.gateway_url), ("WXPAY_APPID", stage::APPID)])
}

fn play(stage: &Stage, options: &Options, screen: &mut Screen) -> Result<()> {
    let sign_type = if options.hmac { "HMAC-SHA256" } else { "MD5" };
    let nginx = if options.nginx { "nginx → " } else { "" };
    let way = format!("{nginx}Tomcat → JNI → wxpay-core {}  ·  {sign_type}", env!("CARGO_PKG_VERSION"));
    screen.line(&format!("\n{}", style(way).dim()))?;
    screen.heading(text("A cup of tea is paid", "付一杯茶钱"))?;
    journey::play(stage, &mut |event| screen.step(&event))?;

    screen.heading(text("Six attacks on notify.do", "对 notify.do 的六种攻击"))?;
    let ambush = Ambush::lay(stage, &mut |event| screen.brief(&event))?;
    let mut strike = |event: event::Event| match &event.attack {
        Some(strike) => screen.attack(&event, strike),
        None => screen.brief(&event),
    };
    for attack in &FORGERIES {
        ambush.strike(attack, &mut strike)?;
    }
    let (booked, _) = ambush.release(&mut strike)?;
    booked.replay(&mut strike)?;
    Ok(())
}
