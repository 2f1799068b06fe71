//! Random lists: the same signature as Python's hashlib gives. SIGNING_LISTS says how many, SIGNING_SEED which.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use wxpay_core::{ApiKey, Fields, sign};

fn wanted(name: &str, otherwise: impl FnOnce() -> u64) -> u64 {
    std::env::var(name).map_or_else(|_| otherwise(), |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

#[test]
fn signatures_are_those_of_hashlib() {
    let count = wanted("SIGNING_LISTS", || 20_000);
    let seed = wanted("SIGNING_SEED", || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/signing.py");
    let mut python = Command::new("python3");
    python.args(["-B", script, &count.to_string(), &seed.to_string()]).stdout(Stdio::piped());
    let mut oracle = python.spawn().expect("python3 is needed: apt-get install -y python3");
    let lines = BufReader::new(oracle.stdout.take().expect("a pipe")).lines();
    let mut equal = 0;
    for line in lines {
        let line: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        assert_eq!(ours(&line), line["sign"].as_str().expect("a signature"), "seed {seed}, list {equal}: {}", line["fields"]);
        equal += 1;
    }
    assert!(oracle.wait().expect("it ends").success());
    assert_eq!(equal, count);
    println!("{equal} lists, seed {seed}: all signatures are those of hashlib");
}

fn ours(line: &Value) -> String {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let fields: Vec<(String, String)> =
        line["fields"].as_array().expect("fields").iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let secret = text(&line["secret"]);
    let key = if line["use"] == "md5" { ApiKey::md5(&secret) } else { ApiKey::hmac_sha256(&secret) };
    let signature = Fields::new(&pairs).and_then(|fields| sign(fields, &key?));
    signature.map_or_else(|error| error.to_string(), |signature| signature.as_str().to_owned())
}
