//! Linear time, counted: instructions of hostile shapes at four sizes, by callgrind, in the measured function only.
//!
//! A call has a fixed part (the digest's last block, the order's room), so what must be constant is the cost of each byte
//! that comes on top: from 1 KiB to 4, from 4 to 16, from 16 to 60.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::run::run;
use crate::{cargo, root};

const SIZES: [usize; 4] = [1 << 10, 1 << 12, 1 << 14, 60_000];
/// Shapes that are constant, at least.
const CONSTANT: usize = 12;
/// The most that any byte may cost more than one of a smaller input; sorting names takes this much.
const GROWTH: f64 = 1.1;
/// The worst shape beside the plain one.
const WORST: f64 = 3.0;

struct Shape {
    name: String,
    /// Instructions for each byte on top.
    costs: Vec<f64>,
}

impl Shape {
    fn last(&self) -> f64 {
        self.costs.last().copied().unwrap_or_default()
    }

    fn constant(&self) -> bool {
        let most = self.costs.iter().copied().fold(0.0, f64::max);
        let least = self.costs.iter().copied().fold(f64::INFINITY, f64::min);
        most <= GROWTH * least
    }

    fn grows(&self) -> bool {
        self.costs.windows(2).any(|two| two[1] > GROWTH * two[0])
    }
}

pub(super) fn count() -> Result<String> {
    run("shapes", cargo().args(["build", "--release", "--package=wxpay-tests", "--bin=shape"]))?;
    let program = root().join("target/release/shape");
    let names = run("names of shapes", &mut Command::new(&program))?.output;
    let shapes: Vec<Shape> = names.lines().map(|name| measure(&program, name)).collect::<Result<_>>()?;
    let plain = shapes.iter().find(|shape| shape.name == "plain").context("no plain shape")?.last();
    for shape in &shapes {
        let costs: Vec<String> = shape.costs.iter().map(|cost| format!("{cost:>8.2}")).collect();
        println!("{:<28}{}  {:>5.2} times the plain one", shape.name, costs.join(""), shape.last() / plain);
    }
    let growing: Vec<&str> = shapes.iter().filter(|shape| shape.grows()).map(|shape| shape.name.as_str()).collect();
    let constant = shapes.iter().filter(|shape| shape.constant()).count();
    let worst = shapes.iter().max_by(|a, b| a.last().total_cmp(&b.last())).context("no shape")?;
    ensure!(growing.is_empty(), "more for each byte of a larger input: {}", growing.join(", "));
    ensure!(constant >= CONSTANT, "only {constant} shapes are constant");
    let heavy: Vec<&str> = shapes.iter().filter(|shape| shape.last() > WORST * plain).map(|shape| shape.name.as_str()).collect();
    ensure!(heavy.is_empty(), "more than {WORST} times the plain one: {}", heavy.join(", "));
    Ok(format!(
        "{} shapes, {constant} constant within 10 %; the worst, {}, {:.2} times the plain one",
        shapes.len(),
        worst.name,
        worst.last() / plain
    ))
}

fn measure(program: &Path, name: &str) -> Result<Shape> {
    let points: Vec<(f64, f64)> = SIZES.iter().map(|size| instructions(program, name, *size)).collect::<Result<_>>()?;
    let costs = points.windows(2).map(|two| (two[1].1 - two[0].1) / (two[1].0 - two[0].0)).collect();
    Ok(Shape { name: name.to_string(), costs })
}

/// Large blocks are cleared and copied by one `rep` instruction, which callgrind counts once for each byte; this has glibc do
/// without, at any size.
const WITHOUT_REP: &str = "glibc.cpu.x86_rep_stosb_threshold=100000000:glibc.cpu.x86_rep_movsb_threshold=100000000";

/// Bytes and instructions.
fn instructions(program: &Path, name: &str, size: usize) -> Result<(f64, f64)> {
    let mut valgrind = Command::new("valgrind");
    valgrind.env("GLIBC_TUNABLES", WITHOUT_REP);
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*measured*"]);
    let output = valgrind.arg(program).args([name, &size.to_string()]).output()?;
    let output = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let bytes = output.lines().find_map(|line| number(line.strip_suffix(" bytes")?));
    let collected = output.lines().find_map(|line| number(line.split_once("Collected :")?.1));
    let (bytes, collected) = bytes.zip(collected).filter(|(_, collected)| *collected > 0.0).with_context(|| format!("{name}: {output}"))?;
    Ok((bytes, collected))
}
