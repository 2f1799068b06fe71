//! The unsafe half of the border as a Rust program, so that Miri can watch every access:
//! `cargo +nightly miri test -p wxpay-ffi --test memory`. The C tests ask whether the answers are right.
#![allow(clippy::undocumented_unsafe_blocks, reason = "each is a call under the contract of wxpay.h, and Miri looks on")]
#![allow(unsafe_code, unsafe_op_in_unsafe_fn, unreachable_pub, dead_code, unused_imports, reason = "the sources, as the library has them")]

#[path = "../src/export.rs"]
#[rustfmt::skip]
mod export;
#[path = "../src/raw.rs"]
mod raw;
#[path = "../src/text.rs"]
mod text;
#[path = "../src/types.rs"]
mod types;

use std::ffi::{CStr, c_char};
use std::mem::{MaybeUninit, zeroed};
use std::ptr;

use export::*;
use types::*;
use wxpay_core::Code;

const SECRET: &str = "192006250b4c09247ec02edce69f6a2d";
const LIST: [(&str, &str); 5] =
    [("appid", "wxd930ea5d5a258f4f"), ("mch_id", "10000100"), ("device_info", "1000"), ("body", "test"), ("nonce_str", "ibuaiVcKdpRxkhJA")];
/// The official vector.
const SIGN: &str = "9A0A8659F005D6984697E2CA0A9CF3B7";

fn field((name, value): (&str, &str)) -> wxp_field {
    wxp_field { name: name.as_ptr().cast(), name_len: name.len(), value: value.as_ptr().cast(), value_len: value.len() }
}

fn key() -> wxp_api_key {
    wxp_api_key { algorithm: WXP_MD5, secret: SECRET.as_ptr().cast(), secret_len: SECRET.len(), previous: ptr::null(), previous_len: 0 }
}

/// A buffer that nobody has written to, as C has them.
fn buffer(size: usize) -> Box<[MaybeUninit<c_char>]> {
    Box::new_uninit_slice(size)
}

fn at(buffer: &mut [MaybeUninit<c_char>]) -> *mut c_char {
    buffer.as_mut_ptr().cast()
}

#[test]
fn a_list_is_signed_into_exactly_the_room_it_needs() {
    let fields = LIST.map(field);
    let mut out = buffer(32);
    let mut len = 0;
    for cap in [0, 31, 32] {
        let code = unsafe { wxp_sign(fields.as_ptr(), fields.len(), &key(), at(&mut out), cap, &mut len, ptr::null_mut()) };
        assert_eq!((code, len), (if cap < 32 { 2 } else { WXP_OK }, 32));
    }
    assert!(SIGN.bytes().zip(&out).all(|(digit, byte)| digit == unsafe { byte.assume_init() } as u8));
}

#[test]
fn structs_may_stand_at_odd_addresses() {
    let mut room =
        [MaybeUninit::<u8>::uninit(); size_of::<wxp_field>() + size_of::<wxp_api_key>() + size_of::<usize>() + size_of::<wxp_where>() + 1];
    let fields = unsafe { room.as_mut_ptr().add(1) }.cast::<wxp_field>();
    let (mut out, mut text) = (buffer(64), String::from("test"));
    unsafe {
        let (key_at, len) = (fields.add(1).cast::<wxp_api_key>(), fields.add(1).cast::<wxp_api_key>().add(1).cast::<usize>());
        let place = len.add(1).cast::<wxp_where>();
        fields.write_unaligned(field(("body", &text)));
        key_at.write_unaligned(key());
        assert_eq!(wxp_sign(fields, 1, key_at, at(&mut out), 64, len, place), WXP_OK);
        assert_eq!(len.read_unaligned(), 32);
        text.push('\u{1}');
        fields.write_unaligned(field(("body", &text)));
        assert_eq!(wxp_sign(fields, 1, key_at, at(&mut out), 64, len, place), i32::from(Code::Char.number()));
        assert_eq!((len.read_unaligned(), place.read_unaligned().offset), (0, 4));
    }
}

#[test]
fn a_message_goes_out_and_comes_back() {
    let fields = LIST.map(field);
    let (mut xml, mut out) = (buffer(512), buffer(512));
    let mut len = 0;
    let code = unsafe { wxp_encode_signed(fields.as_ptr(), 5, &key(), 0, at(&mut xml), 512, &mut len, ptr::null_mut()) };
    assert_eq!(code, WXP_OK);
    let mut message: wxp_verified = unsafe { zeroed() };
    let decode = |xml: *const c_char, out: *mut c_char, message: &mut wxp_verified| unsafe {
        wxp_decode_verified(xml, len, &key(), 0, out, len, message, ptr::null_mut())
    };
    assert_eq!(decode(at(&mut xml), at(&mut xml), &mut message), i32::from(Code::Arg.number()));
    assert_eq!(decode(at(&mut xml), at(&mut out), &mut message), WXP_OK);
    let (mut position, mut found): (usize, wxp_field) = (0, unsafe { zeroed() });
    for (name, value) in LIST {
        let name = std::ffi::CString::new(name).expect("no NUL");
        assert_eq!(unsafe { wxp_next(&message.fields, &mut position, &mut found) }, 1);
        let got = unsafe { wxp_get(&message.fields, name.as_ptr()) };
        assert_eq!((unsafe { CStr::from_ptr(found.name) }, unsafe { CStr::from_ptr(got) }.to_str()), (&*name, Ok(value)));
    }
    assert_eq!(unsafe { wxp_next(&message.fields, &mut position, &mut found) }, 0);
    assert_eq!(unsafe { wxp_expect(&message, fields.as_ptr(), 5, ptr::null_mut()) }, WXP_OK);
    // A forged one leaves nothing behind.
    xml[20].write(b'x' as c_char);
    assert_eq!(decode(at(&mut xml), at(&mut out), &mut message), i32::from(Code::Mismatch.number()));
    assert!(message.fields.text.is_null() && out[..len].iter().all(|byte| unsafe { byte.assume_init() } == 0));
}

#[test]
fn a_list_longer_than_the_small_room() {
    let names: Vec<String> = (0..65).map(|i| format!("f{i}")).collect();
    let fields: Vec<wxp_field> = names.iter().map(|name| field((name, "1"))).collect();
    let (mut out, mut len) = (buffer(2048), 0);
    let code = unsafe { wxp_canonical(fields.as_ptr(), fields.len(), at(&mut out), 2048, &mut len, ptr::null_mut()) };
    assert_eq!((code, len), (WXP_OK, names.iter().map(|name| name.len() + 3).sum::<usize>() - 1));
}

#[test]
fn nothing_is_read_through_null_or_beyond_a_limit() {
    let mut place: wxp_where = unsafe { zeroed() };
    let mut len = 7;
    let odd = ptr::without_provenance::<wxp_field>(1);
    unsafe {
        assert_eq!(wxp_encode(ptr::null(), 1, ptr::null_mut(), 0, &mut len, &mut place), i32::from(Code::Arg.number()));
        assert_eq!(CStr::from_ptr(place.field.as_ptr()), c"fields");
        assert_eq!(wxp_encode(odd, usize::MAX, ptr::null_mut(), 0, &mut len, &mut place), i32::from(Code::Size.number()));
        assert_eq!(wxp_encode(odd, 0, ptr::null_mut(), 9, &mut len, &mut place), i32::from(Code::Arg.number()));
        assert_eq!(wxp_encode(odd, 0, ptr::null_mut(), 0, &mut len, &mut place), i32::from(Code::Short.number()));
        assert_eq!(len, 11);
        assert!(wxp_get(ptr::null(), c"a".as_ptr()).is_null());
        assert_eq!(CStr::from_ptr(wxp_code_name(33)), c"MISMATCH");
    }
}

#[test]
fn the_payer_gets_five_parameters() {
    let (mut out, mut list): (_, wxp_flat) = (buffer(512), unsafe { zeroed() });
    let (app_id, prepay_id, nonce_str) =
        (c"wx2421b1c4370ec43b", c"wx21201855730335ac86f8c43d1889123400", c"e61463f8efa94090b1f366cccfbbb444");
    let secret = "0123456789abcdefghijklmnopqrstuv";
    let key = wxp_api_key { secret: secret.as_ptr().cast(), ..key() };
    let code = unsafe {
        let texts = [app_id, prepay_id, nonce_str, c"1395712654"].map(CStr::as_ptr);
        wxp_mini_program(texts[0], texts[1], texts[2], texts[3], &key, at(&mut out), 512, &mut list, ptr::null_mut())
    };
    assert_eq!((code, list.count), (WXP_OK, 5));
    assert_eq!(unsafe { CStr::from_ptr(wxp_get(&list, c"paySign".as_ptr())) }, c"66218B5A5AA1E330DF1B8F777D08FCAE");
}
