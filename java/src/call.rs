//! The way of the bytes: arrays in, one function of the core, one array out.

use core::mem::MaybeUninit;

use jni_sys::jint;
use wxpay_core::ApiKey;
use wxpay_core::border::{self, KeyParts};
use zeroize::Zeroize;

use crate::env::{Bytes, Env, zeroed};

/// Inputs up to this length (an ordinary message has 500 to 2000 bytes) are worked on in the stack frame.
const ORDINARY: usize = 4096;
const ORDINARY_ROOM: usize = ORDINARY + border::answer_size(ORDINARY);

const SHORT: u8 = wxpay_core::Code::Short.number();

/// Copies `inputs`, lets `work` write the answer, and makes an array of it.
#[inline]
pub(crate) fn answer<const N: usize>(env: Env, inputs: [Bytes; N], work: impl Fn([&[u8]; N], &mut [u8]) -> usize) -> Bytes {
    let total: usize = inputs.into_iter().map(|input| env.len(input)).sum();
    let answer = if total <= ORDINARY { small(env, inputs, total, &work) } else { None };
    answer.unwrap_or_else(|| large(env, inputs, total, work))
}

/// None if the answer needs more room. Not inlined: a large message needs the stack that this room takes.
#[inline(never)]
fn small<const N: usize>(env: Env, inputs: [Bytes; N], total: usize, work: impl Fn([&[u8]; N], &mut [u8]) -> usize) -> Option<Bytes> {
    let mut room = [const { MaybeUninit::uninit() }; ORDINARY_ROOM];
    match run(env, inputs, &mut room, border::answer_size(total), &work) {
        Some(out) if out.first() == Some(&SHORT) => None,
        out => Some(env.array(out)),
    }
}

/// A JVM promises a native method 80 KiB of stack and no more, even where the caller's own stack is nearly used up, so
/// the rare large message is worked on in memory that the JVM lends.
#[cold]
#[inline(never)]
fn large<const N: usize>(env: Env, inputs: [Bytes; N], total: usize, work: impl Fn([&[u8]; N], &mut [u8]) -> usize) -> Bytes {
    env.with_loan(total + border::MAX_OUT, |room| run(env, inputs, room, border::MAX_OUT, &work))
}

/// Lays the inputs and the answer out in `room`; none if the JVM refuses a copy, which leaves its exception pending.
#[inline]
fn run<const N: usize>(
    env: Env,
    inputs: [Bytes; N],
    mut room: &mut [MaybeUninit<u8>],
    out_len: usize,
    work: impl Fn([&[u8]; N], &mut [u8]) -> usize,
) -> Option<&[u8]> {
    let mut copies = [&[][..]; N];
    for (copy, input) in copies.iter_mut().zip(inputs) {
        (*copy, room) = env.copy(input, room)?;
    }
    let (out, _) = zeroed(room, out_len)?;
    let len = work(copies, out);
    out.get(..len)
}

/// A key as the Java half passes it.
#[derive(Clone, Copy)]
pub(crate) struct JavaKey {
    pub(crate) usage: jint,
    pub(crate) secret: Bytes,
    pub(crate) previous: Bytes,
}

/// As [`answer`], with the key of a call. The copies of its secrets are wiped before the return.
#[inline]
pub(crate) fn answer_with_key(env: Env, input: Bytes, key: JavaKey, work: impl Fn(&[u8], KeyParts<'_>, &mut [u8]) -> usize) -> Bytes {
    let (mut current, mut before) = (Secret::new(), Secret::new());
    let secret = current.copy(env, key.secret);
    let previous = if key.previous.is_null() { None } else { Some(before.copy(env, key.previous)) };
    let key = KeyParts { use_: key.usage as u32, secret, previous };
    answer(env, [input], |[input], out| work(input, key, out))
}

/// The longest secret that the core takes, and one byte more, by which it knows a longer one.
const ROOM: usize = ApiKey::MAX_LEN + 1;

struct Secret {
    bytes: [u8; ROOM],
    len: usize,
}

impl Secret {
    const fn new() -> Self {
        Self { bytes: [0; ROOM], len: 0 }
    }

    /// The secret; one that is too long is not copied, and stands as a text that is too long.
    fn copy(&mut self, env: Env, array: Bytes) -> &[u8] {
        self.len = env.len(array).min(ROOM);
        let Some(bytes) = self.bytes.get_mut(..self.len) else {
            return &[];
        };
        if self.len < ROOM && !env.fill(array, bytes) {
            return &[];
        }
        bytes
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        if let Some(used) = self.bytes.get_mut(..self.len) {
            used.zeroize();
        }
    }
}
