//! A target without libFuzzer: every seed, then small changes to them, the same ones in every run.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::seeds::Seed;
use crate::corpus;

/// As for libFuzzer; longer documents are the corpus's own business.
const LONGEST: usize = 4096;

/// Runs a target on its seeds and on `changed` inputs made of them; a finding shows its input.
pub fn smoke(name: &str, target: fn(&[u8]), seed: Seed, changed: usize) {
    let cases = corpus::cases();
    let mut seeds: Vec<Vec<u8>> = cases.iter().filter_map(seed).filter(|seed| seed.len() <= LONGEST).collect();
    seeds.push(Vec::new());
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    seeds.iter().for_each(|seed| held(name, target, seed));
    for _ in 0..changed {
        let mut input = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            let donor = &seeds[random.below(seeds.len())];
            change(&mut input, donor, &mut random);
        }
        held(name, target, &input);
    }
    println!("{name}: {} seeds and {changed} changed ones", seeds.len());
}

fn held(name: &str, target: fn(&[u8]), input: &[u8]) {
    if let Err(finding) = catch_unwind(AssertUnwindSafe(|| target(input))) {
        println!("{name} fails on b\"{}\"", input.escape_ascii());
        resume_unwind(finding);
    }
}

/// Numbers by xorshift: what counts is that they are many and always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn part(&mut self, len: usize, most: usize) -> std::ops::Range<usize> {
        let start = self.below(len + 1);
        start..(start + self.below(most)).min(len)
    }
}

/// One change: a byte, a part that goes, a part that comes twice, or a part of another seed.
fn change(input: &mut Vec<u8>, donor: &[u8], random: &mut Random) {
    const TELLING: &[u8] = b"\0<>&;=]![-?/\"' \n\r1A_\x7F\x80\xC3\xEF\xFF";
    let (part, most) = (random.part(input.len(), 24), random.below(4));
    match most {
        0 => drop(input.splice(part.start..(part.start + random.below(2)).min(input.len()), [TELLING[random.below(TELLING.len())]])),
        1 => drop(input.drain(part)),
        2 => {
            let copy = input[part].to_vec();
            let at = random.below(input.len() + 1);
            drop(input.splice(at..at, copy));
        }
        _ => {
            let theirs = donor[random.part(donor.len(), 64)].to_vec();
            drop(input.splice(part, theirs));
        }
    }
}
