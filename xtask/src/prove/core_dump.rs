//! What a core dump would show of the keys: a C program signs and verifies, overwrites its own copy of them and waits, while
//! all memory that it can write to is searched. The same program, keeping its copy, shows that the search finds it.
//!
//! The kernel shows a process's memory to its parent under any setting of core dumps.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::BuildHasher as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::run::run;
use crate::{cargo, root};

/// Bytes of a secret that are looked for together; fewer are found by chance.
const PART: usize = 8;
const SECRET: usize = 32;
/// HMAC keeps the key under these.
const MASKS: [u8; 3] = [0, 0x36, 0x5C];

pub(super) fn search() -> Result<String> {
    run("C library", cargo().args(["build", "--release", "--package", "wxpay-ffi"]))?;
    let program = root().join("target/xtask/dump");
    let mut cc = Command::new("cc");
    cc.args(["-O1", "-Wall", "-Wextra", "-Werror", "-I"]).arg(root().join("include")).arg(root().join("ffi/tests/c/dump.c"));
    run("program that may be dumped", cc.arg(root().join("target/release/libwxpay.a")).arg("-o").arg(&program))?;
    let (_, kept) = parts_left(&program, "keep")?;
    ensure!(kept >= 2 * (SECRET - PART + 1), "the search finds only {kept} parts of keys that are there");
    let (bytes, left) = parts_left(&program, "wipe")?;
    ensure!(left == 0, "{left} parts of {PART} bytes of a key in {bytes} bytes of memory; {kept} where the host keeps its copy");
    Ok(format!("{bytes} bytes of memory after MD5 and HMAC: no {PART} bytes of a key; {kept} parts where the host keeps its copy"))
}

/// Bytes of memory, and how many parts of the two secrets are somewhere in it.
fn parts_left(program: &Path, how: &str) -> Result<(usize, usize)> {
    let secrets = [secret(), secret()];
    let mut child = Command::new(program).arg(how).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().context("a pipe")?;
    input.write_all(secrets.concat().as_bytes())?;
    let mut said = String::new();
    BufReader::new(child.stdout.take().context("a pipe")?).read_line(&mut said)?;
    let memory = memory(child.id())?;
    drop(input);
    ensure!(child.wait()?.success() && said == "ready\n", "the program did not do its work");
    Ok((memory.iter().map(Vec::len).sum(), secrets.iter().map(|secret| parts_in(secret.as_bytes(), &memory)).sum()))
}

/// Digits that are nowhere else.
fn secret() -> String {
    let half = || format!("{:016x}", RandomState::new().hash_one(SECRET));
    half() + &half()
}

/// Everything that a child of ours can write to.
fn memory(process: u32) -> Result<Vec<Vec<u8>>> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps"))?;
    let memory = File::open(format!("/proc/{process}/mem")).context("its memory is not shown to us")?;
    let writable = maps.lines().filter_map(|line| line.split_once(' ').filter(|(_, rest)| rest.starts_with("rw")));
    let read = |(range, _): (&str, &str)| {
        let (start, end) = range.split_once('-').context("a range")?;
        let start = u64::from_str_radix(start, 16)?;
        let mut bytes = vec![0; (u64::from_str_radix(end, 16)? - start) as usize];
        memory.read_exact_at(&mut bytes, start)?;
        Ok(bytes)
    };
    writable.map(read).collect()
}

fn parts_in(secret: &[u8], memory: &[Vec<u8>]) -> usize {
    let there = |part: &[u8]| memory.iter().any(|bytes| bytes.windows(PART).any(|window| window == part));
    let masked = MASKS.iter().map(|mask| secret.iter().map(|byte| byte ^ mask).collect::<Vec<u8>>());
    masked.map(|secret| secret.windows(PART).filter(|part| there(part)).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_plainly_and_under_a_mask() {
        let memory = |secret: &[u8]| vec![b"x".repeat(9), [b"yy", secret].concat()];
        assert_eq!(parts_in(b"0123456789", &memory(b"0123456789")), 3);
        assert_eq!(parts_in(b"0123456789", &memory(b"12345678")), 1);
        assert_eq!(parts_in(b"0123456789", &memory(b"1234567")), 0);
        let masked: Vec<u8> = b"0123456789".iter().map(|byte| byte ^ 0x5C).collect();
        assert_eq!(parts_in(b"0123456789", &memory(&masked)), 3);
    }
}
