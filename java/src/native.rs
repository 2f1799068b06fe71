//! The native methods, in the order of `Native.java`.
#![allow(non_snake_case, reason = "JNI prescribes the names")]
#![allow(unsafe_code, reason = "only for exporting: no_mangle counts as unsafe")]

use jni_sys::jint;
use wxpay_core::border;

use crate::call::{JavaKey, answer, answer_with_key};
use crate::env::{Bytes, Env, This};

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_abi(_: Env, _: This) -> jint {
    border::ABI as jint
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_canonical(env: Env, _: This, flat: Bytes, count: jint) -> Bytes {
    answer(env, [flat], |[flat], out| border::canonical(flat, count as usize, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_sign(
    env: Env,
    _: This,
    flat: Bytes,
    count: jint,
    usage: jint,
    secret: Bytes,
    previous: Bytes,
) -> Bytes {
    let key = JavaKey { usage, secret, previous };
    answer_with_key(env, flat, key, |flat, key, out| border::sign(flat, count as usize, key, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_verify(
    env: Env,
    _: This,
    flat: Bytes,
    count: jint,
    usage: jint,
    secret: Bytes,
    previous: Bytes,
    kind: jint,
) -> Bytes {
    let key = JavaKey { usage, secret, previous };
    answer_with_key(env, flat, key, |flat, key, out| border::verify(flat, count as usize, key, kind as u32, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_encode(env: Env, _: This, flat: Bytes, count: jint) -> Bytes {
    answer(env, [flat], |[flat], out| border::encode(flat, count as usize, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_encodeSigned(
    env: Env,
    _: This,
    flat: Bytes,
    count: jint,
    usage: jint,
    secret: Bytes,
    previous: Bytes,
    kind: jint,
) -> Bytes {
    let key = JavaKey { usage, secret, previous };
    answer_with_key(env, flat, key, |flat, key, out| border::encode_signed(flat, count as usize, key, kind as u32, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_decodeVerified(
    env: Env,
    _: This,
    xml: Bytes,
    usage: jint,
    secret: Bytes,
    previous: Bytes,
    kind: jint,
) -> Bytes {
    let key = JavaKey { usage, secret, previous };
    answer_with_key(env, xml, key, |xml, key, out| border::decode_verified(xml, key, kind as u32, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_decodeUnverified(env: Env, _: This, xml: Bytes) -> Bytes {
    answer(env, [xml], |[xml], out| border::decode_unverified(xml, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_miniProgram(
    env: Env,
    _: This,
    flat: Bytes,
    count: jint,
    usage: jint,
    secret: Bytes,
    previous: Bytes,
) -> Bytes {
    let key = JavaKey { usage, secret, previous };
    answer_with_key(env, flat, key, |flat, key, out| border::mini_program(flat, count as usize, key, out))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_github_wxpaycore_Native_expect(
    env: Env,
    _: This,
    flat: Bytes,
    count: jint,
    kind: jint,
    expected: Bytes,
    expected_count: jint,
) -> Bytes {
    answer(env, [flat, expected], |[flat, expected], out| {
        border::expect(flat, count as usize, kind as u32, expected, expected_count as usize, out)
    })
}
