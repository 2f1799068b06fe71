//! The fuzz target of the C face: any arguments, with guard bytes around everything it may write to. Nothing is written
//! outside, SHORT writes nothing and names the room that is enough, a failure leaves no text, and what comes out is what
//! the Rust API gives.
//!
//! Input: verb, algorithm, kind, room (two bytes), secret NUL previous NUL, then a document or a list in the flat form.

mod plain;

use std::ffi::{CStr, CString, c_char};
use std::{mem, ptr, slice};

use wxpay_core::Code;

use crate::export::*;
use crate::types::*;
pub(crate) use plain::{Answer, Fault};

const GUARD: u8 = 0xA5;
const WIDTH: usize = 64;

/// The arguments of one call.
pub(crate) struct Call<'a> {
    pub(crate) verb: u8,
    pub(crate) algorithm: u32,
    pub(crate) kind: u32,
    room: usize,
    pub(crate) secret: &'a [u8],
    pub(crate) previous: Option<&'a [u8]>,
    pub(crate) document: &'a [u8],
    pub(crate) list: Vec<(&'a [u8], &'a [u8])>,
}

impl<'a> Call<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let [verb, algorithm, kind, high, low, rest @ ..] = bytes else { return None };
        let mut parts = rest.splitn(3, |&byte| byte == 0);
        let (secret, previous, document) = (parts.next()?, parts.next()?, parts.next()?);
        let texts: Vec<&[u8]> = document.split(|&byte| byte == 0).collect();
        Some(Self {
            verb: verb % 8,
            algorithm: u32::from(algorithm % 4),
            kind: u32::from(kind % 10),
            room: usize::from(u16::from_be_bytes([*high, *low])) % 8192,
            secret,
            previous: Some(previous).filter(|previous| !previous.is_empty()),
            document,
            list: texts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
        })
    }

    /// The four texts of a mini program; none of them holds NUL.
    pub(crate) fn texts(&self) -> [&'a [u8]; 4] {
        let texts: Vec<&[u8]> = self.list.iter().flat_map(|pair| [pair.0, pair.1]).collect();
        [0, 1, 2, 3].map(|at| texts.get(at).copied().unwrap_or_default())
    }
}

/// Room for a result, with guard bytes on both sides.
#[repr(C)]
struct Guarded<T> {
    before: [u8; WIDTH],
    value: T,
    after: [u8; WIDTH],
}

impl<T> Guarded<T> {
    /// Garbage, as C has it.
    fn new() -> Self {
        // SAFETY: every type that is used here is made of numbers and pointers, for which any bits will do.
        let mut made: Self = unsafe { mem::zeroed() };
        unsafe { ptr::from_mut(&mut made).cast::<u8>().write_bytes(GUARD, size_of::<Self>()) };
        made
    }

    fn whole(&self) -> bool {
        self.before.iter().chain(&self.after).all(|&byte| byte == GUARD)
    }
}

/// What came out of one call.
struct Outcome {
    code: i32,
    /// Bytes needed, or the length of the result.
    len: usize,
    answer: Answer,
    place: Fault,
    untouched: bool,
}

pub(crate) fn c_face(bytes: &[u8]) {
    let Some(call) = Call::read(bytes) else { return };
    let wanted = plain::answer(&call);
    let mut outcome = perform(&call, call.room);
    if outcome.code == i32::from(Code::Short.number()) {
        assert!(outcome.untouched && outcome.len > call.room, "SHORT asks for {} bytes with room for {}", outcome.len, call.room);
        let needed = outcome.len;
        let less = perform(&call, needed - 1);
        assert!(less.code == outcome.code && less.len == needed && less.untouched, "a byte less than {needed}");
        outcome = perform(&call, needed);
    }
    match wanted {
        Ok(answer) => assert_eq!((outcome.code, outcome.answer), (WXP_OK, answer)),
        Err(fault) => {
            assert_eq!((outcome.code, outcome.len), (i32::from(fault.code), 0));
            assert!(fault.place.is_none() || fault.place == outcome.place.place, "{:?} instead of {:?}", outcome.place, fault);
        }
    }
}

/// Makes the call with exactly `room` bytes to write to.
fn perform(call: &Call<'_>, room: usize) -> Outcome {
    let fields: Vec<wxp_field> = call
        .list
        .iter()
        .map(|(name, value)| wxp_field { name: at(name), name_len: name.len(), value: at(value), value_len: value.len() })
        .collect();
    let key = wxp_api_key {
        algorithm: call.algorithm,
        secret: at(call.secret),
        secret_len: call.secret.len(),
        previous: call.previous.map_or(ptr::null(), at),
        previous_len: call.previous.map_or(0, <[u8]>::len),
    };
    let mut buffer = vec![GUARD; WIDTH + room + WIDTH];
    let out: *mut c_char = buffer[WIDTH..].as_mut_ptr().cast();
    let (mut len, mut flat) = (Guarded::<usize>::new(), Guarded::<wxp_flat>::new());
    let (mut message, mut place) = (Guarded::<wxp_verified>::new(), Guarded::<wxp_where>::new());
    let (list, count, document) = (fields.as_ptr(), fields.len(), (at(call.document), call.document.len()));
    let code = unsafe {
        match call.verb {
            0 => wxp_canonical(list, count, out, room, &mut len.value, &mut place.value),
            1 => wxp_sign(list, count, &key, out, room, &mut len.value, &mut place.value),
            2 => wxp_encode(list, count, out, room, &mut len.value, &mut place.value),
            3 => wxp_encode_signed(list, count, &key, call.kind, out, room, &mut len.value, &mut place.value),
            4 => wxp_verify(list, count, &key, call.kind, out, room, &mut message.value, &mut place.value),
            5 => wxp_decode_verified(document.0, document.1, &key, call.kind, out, room, &mut message.value, &mut place.value),
            6 => wxp_decode_unverified(document.0, document.1, out, room, &mut flat.value, &mut place.value),
            _ => {
                let texts = call.texts().map(|text| CString::new(text).expect("no NUL in it"));
                let [app_id, prepay_id, nonce_str, time_stamp] = [&texts[0], &texts[1], &texts[2], &texts[3]].map(|text| text.as_ptr());
                wxp_mini_program(app_id, prepay_id, nonce_str, time_stamp, &key, out, room, &mut flat.value, &mut place.value)
            }
        }
    };
    assert!(len.whole() && flat.whole() && message.whole() && place.whole(), "a byte beside a result");
    let (before, rest) = buffer.split_at(WIDTH);
    let (inside, after) = rest.split_at(room);
    assert!(before.iter().chain(after).all(|&byte| byte == GUARD), "a byte outside the buffer");
    let untouched = inside.iter().all(|&byte| byte == GUARD);
    let (len, answer) = match call.verb {
        0..=3 => (len.value, Answer::text(inside.get(..len.value).unwrap_or_default())),
        4 | 5 => {
            let wxp_verified { fields, succeeded, previous_key, .. } = message.value;
            (fields.len, Answer::fields(&text_of(&fields), fields.count).with_flags(succeeded == 1, previous_key == 1))
        }
        _ => (flat.value.len, Answer::fields(&text_of(&flat.value), flat.value.count)),
    };
    if code != WXP_OK && code != i32::from(Code::Short.number()) {
        let used = inside.iter().rposition(|&byte| byte != GUARD && byte != 0);
        assert_eq!(used, None, "a failure leaves text");
    }
    Outcome { code, len, answer, place: fault_of(code, &place.value), untouched }
}

fn at(bytes: &[u8]) -> *const c_char {
    bytes.as_ptr().cast()
}

/// The bytes of a list that was read; nothing where it says NULL.
fn text_of(flat: &wxp_flat) -> Vec<u8> {
    if flat.text.is_null() {
        return Vec::new();
    }
    unsafe { slice::from_raw_parts(flat.text.cast::<u8>(), flat.len) }.to_vec()
}

/// Only a failure fills the place.
fn fault_of(code: i32, place: &wxp_where) -> Fault {
    if code == WXP_OK {
        return Fault { code: 0, place: None };
    }
    let field = unsafe { CStr::from_ptr(place.field.as_ptr()) }.to_string_lossy().into_owned();
    Fault { code: code as u8, place: Some((field, place.offset)) }
}
