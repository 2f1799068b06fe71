//! The WASM border: numbers in, numbers out, over areas of linear memory that never move.
//!
//! JavaScript writes its input into the areas that [`place`] names, calls one verb with lengths and counts, and reads as
//! many bytes of the answer as the verb returned. A verb calls one function of [`wxpay_core::border`] and knows nothing
//! about the protocol. Nothing allocates: memory never grows, and there is nothing to free.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;
use wxpay_core::border::{self, KeyParts, MAX_IN, MAX_OUT};

/// Room for a list or a document, and a little more: what does not fit is announced as this long and refused for it,
/// without having been copied.
const ROOM: usize = MAX_IN + 4;

/// Room for a secret; more than the core accepts, for the same reason.
const KEY_ROOM: usize = 260;

struct Areas {
    input: [u8; ROOM],
    expected: [u8; ROOM],
    secret: [u8; KEY_ROOM],
    previous: [u8; KEY_ROOM],
    answer: [u8; MAX_OUT],
}

thread_local! {
    static AREAS: RefCell<Areas> = const {
        RefCell::new(Areas {
            input: [0; ROOM],
            expected: [0; ROOM],
            secret: [0; KEY_ROOM],
            previous: [0; KEY_ROOM],
            answer: [0; MAX_OUT],
        })
    };
}

/// How a key lies in its areas: the use and two lengths; a negative length means that there is no previous secret.
#[derive(Clone, Copy)]
struct Key(u32, usize, i32);

/// What both sides must agree on.
#[wasm_bindgen]
#[must_use]
pub fn abi() -> u32 {
    border::ABI
}

/// Where an area begins: 0 input, 1 expected, 2 secret, 3 previous secret, 4 answer.
#[wasm_bindgen]
#[must_use]
pub fn place(area: u32) -> *mut u8 {
    AREAS.with_borrow_mut(|areas| match area {
        0 => areas.input.as_mut_ptr(),
        1 => areas.expected.as_mut_ptr(),
        2 => areas.secret.as_mut_ptr(),
        3 => areas.previous.as_mut_ptr(),
        _ => areas.answer.as_mut_ptr(),
    })
}

/// How long an area is.
#[wasm_bindgen]
#[must_use]
pub fn room(area: u32) -> usize {
    match area {
        0 | 1 => ROOM,
        2 | 3 => KEY_ROOM,
        _ => MAX_OUT,
    }
}

/// See [`border::canonical`].
#[wasm_bindgen]
pub fn canonical(len: usize, count: usize) -> usize {
    plain(len, |input, out| border::canonical(input, count, out))
}

/// See [`border::encode`].
#[wasm_bindgen]
pub fn encode(len: usize, count: usize) -> usize {
    plain(len, |input, out| border::encode(input, count, out))
}

/// See [`border::decode_unverified`].
#[wasm_bindgen]
pub fn decode_unverified(len: usize) -> usize {
    plain(len, border::decode_unverified)
}

/// See [`border::sign`].
#[wasm_bindgen]
pub fn sign(len: usize, count: usize, use_: u32, secret: usize, previous: i32) -> usize {
    keyed(len, Key(use_, secret, previous), |input, key, out| border::sign(input, count, key, out))
}

/// See [`border::verify`].
#[wasm_bindgen]
pub fn verify(len: usize, count: usize, use_: u32, secret: usize, previous: i32, kind: u32) -> usize {
    keyed(len, Key(use_, secret, previous), |input, key, out| border::verify(input, count, key, kind, out))
}

/// See [`border::encode_signed`].
#[wasm_bindgen]
pub fn encode_signed(len: usize, count: usize, use_: u32, secret: usize, previous: i32, kind: u32) -> usize {
    keyed(len, Key(use_, secret, previous), |input, key, out| border::encode_signed(input, count, key, kind, out))
}

/// See [`border::decode_verified`].
#[wasm_bindgen]
pub fn decode_verified(len: usize, _count: usize, use_: u32, secret: usize, previous: i32, kind: u32) -> usize {
    keyed(len, Key(use_, secret, previous), |input, key, out| border::decode_verified(input, key, kind, out))
}

/// See [`border::mini_program`].
#[wasm_bindgen]
pub fn mini_program(len: usize, count: usize, use_: u32, secret: usize, previous: i32) -> usize {
    keyed(len, Key(use_, secret, previous), |input, key, out| border::mini_program(input, count, key, out))
}

/// See [`border::expect`].
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "the row of numbers that JavaScript gives every verb")]
pub fn expect(len: usize, count: usize, _: u32, _: usize, _: i32, kind: u32, expected_len: usize, expected_count: usize) -> usize {
    AREAS.with_borrow_mut(|Areas { input, expected, answer, .. }| {
        border::expect(upto(input, len), count, kind, upto(expected, expected_len), expected_count, answer)
    })
}

fn plain(len: usize, verb: impl FnOnce(&[u8], &mut [u8]) -> usize) -> usize {
    AREAS.with_borrow_mut(|areas| verb(upto(&areas.input, len), &mut areas.answer))
}

/// Secrets do not stay in memory after the call.
fn keyed(len: usize, Key(use_, secret, previous): Key, verb: impl FnOnce(&[u8], KeyParts<'_>, &mut [u8]) -> usize) -> usize {
    AREAS.with_borrow_mut(|areas| {
        let previous = usize::try_from(previous).ok().map(|len| upto(&areas.previous, len));
        let key = KeyParts { use_, secret: upto(&areas.secret, secret), previous };
        let len = verb(upto(&areas.input, len), key, &mut areas.answer);
        areas.secret.fill(0);
        areas.previous.fill(0);
        len
    })
}

/// The beginning of an area; the whole of it for a length beyond its end.
fn upto(area: &[u8], len: usize) -> &[u8] {
    area.get(..len).unwrap_or(area)
}
