//! Every access to the caller's memory. The contract at the top of wxpay.h is the safety condition of all functions here:
//! a pointer that is not NULL holds what the length beside it says, and nobody else writes there during the call.

use core::ffi::{CStr, c_char};
use core::{mem::MaybeUninit, ptr, slice, str};

use wxpay_core::border::{self, KeyParts, fault};
use wxpay_core::{ApiKey, Code, Error, Fields, MAX_FIELDS, MAX_TEXT};

use crate::types::{WXP_OK, wxp_api_key, wxp_field, wxp_flat, wxp_where};

type Result<T> = core::result::Result<T, Error>;

/// The work of an export that writes: lends `out` to `work` and leaves in `result` what came of it, or nothing.
pub unsafe fn answer<T, W>(out: *mut c_char, cap: usize, result: *mut T, place: *mut wxp_where, work: W) -> i32
where
    W: FnOnce(&mut [u8]) -> Result<T>,
{
    // Every result is a plain struct that begins with a length; zeros are the empty one.
    let answer = write(result.cast(), MaybeUninit::<T>::zeroed()).and_then(|()| room(out, cap)).and_then(work);
    if let Some(needed) = answer.as_ref().err().and_then(Error::needed) {
        let _ = write(result.cast(), needed);
    }
    done(place, answer.and_then(|answer| write(result, answer)))
}

/// What an export answers: the number of a code, and the place of a fault.
#[inline(never)]
pub unsafe fn done(place: *mut wxp_where, result: Result<()>) -> i32 {
    let Err(error) = result else { return WXP_OK };
    let mut found = wxp_where { offset: error.offset().map_or(-1, |offset| offset as i64), field: [0; 65] };
    let name = error.field_name().unwrap_or_default().bytes().take(64);
    found.field.iter_mut().zip(name).for_each(|(to, from)| *to = from as c_char);
    let _ = write(place, found);
    i32::from(error.code().number())
}

/// The buffer of the caller. Nothing needs more than MAX_OUT, so an absurd `cap` does no harm.
unsafe fn room<'a>(out: *mut c_char, cap: usize) -> Result<&'a mut [u8]> {
    match out.is_null() {
        _ if cap == 0 => Ok(&mut []),
        true => Err(fault(Code::Arg, b"out", None)),
        // SAFETY: not NULL, so it holds `cap` bytes, which nothing else refers to during the call.
        false => Ok(unsafe { slice::from_raw_parts_mut(out.cast(), cap.min(border::MAX_OUT)) }),
    }
}

/// Bytes of the caller, refused unread when there are more than `limit`; `what` places NULL, `size` the limit.
unsafe fn bytes<'a>(at: *const c_char, len: usize, what: &[u8], limit: usize, size: &[u8]) -> Result<&'a [u8]> {
    match at.is_null() {
        _ if len == 0 => Ok(&[]),
        true => Err(fault(Code::Arg, what, None)),
        false if len > limit => Err(fault(Code::Size, size, None)),
        // SAFETY: not NULL, so it holds `len` bytes, far fewer than isize::MAX.
        false => Ok(unsafe { slice::from_raw_parts(at.cast(), len) }),
    }
}

/// A document, which must lie apart from the buffer it is read into.
pub unsafe fn document<'a>(xml: *const c_char, len: usize, out: &[u8]) -> Result<&'a [u8]> {
    let (from, to) = (xml.addr(), out.as_ptr().addr());
    if len > 0 && from < to.saturating_add(out.len()) && to < from.saturating_add(len) {
        return Err(fault(Code::Arg, b"out", None));
    }
    bytes(xml, len, b"document", MAX_TEXT, b"document")
}

/// The bytes of a list that was read before.
pub unsafe fn flat<'a>(list: &wxp_flat) -> Result<&'a [u8]> {
    bytes(list.text, list.len, b"list", border::MAX_IN, b"list")
}

/// The field at `*at`, which moves behind it; none at the end, or where something is NULL.
pub unsafe fn step(list: *const wxp_flat, at: *mut usize) -> Option<wxp_field> {
    let (list, start) = (read(list, "list").ok()?, read(at, "at").ok()?);
    let text = flat(&list).ok()?;
    let nul_from = |start: usize| Some(start + text.get(start..)?.iter().position(|&b| b == 0)?);
    let name_end = nul_from(start)?;
    let value_end = nul_from(name_end + 1)?;
    write(at, value_end + 1).ok()?;
    // SAFETY: both are places within the `len` bytes of the list.
    let (name, value) = unsafe { (list.text.add(start), list.text.add(name_end + 1)) };
    Some(wxp_field { name, name_len: name_end - start, value, value_len: value_end - name_end - 1 })
}

/// Text that ends with NUL.
pub unsafe fn c_text<'a>(text: *const c_char, what: &str) -> Result<&'a str> {
    read(text, what)?;
    // SAFETY: not NULL, so it ends with NUL.
    unsafe { CStr::from_ptr(text) }.to_str().map_err(|error| fault(Code::Utf8, what.as_bytes(), Some(error.valid_up_to())))
}

/// A plain struct of the caller, at any alignment.
pub unsafe fn read<T>(from: *const T, what: &str) -> Result<T> {
    // SAFETY: not NULL, so it holds one `T`.
    if from.is_null() { Err(fault(Code::Arg, what.as_bytes(), None)) } else { Ok(unsafe { from.read_unaligned() }) }
}

/// Fills a plain struct of the caller, at any alignment.
pub unsafe fn write<T>(to: *mut T, value: T) -> Result<()> {
    // SAFETY: not NULL, so it holds one `T`.
    (!to.is_null()).then(|| unsafe { to.write_unaligned(value) }).ok_or_else(|| fault(Code::Arg, b"result", None))
}

/// Works with the key of a call, which is wiped at the end of it.
pub unsafe fn with_key<R>(from: *const wxp_api_key, work: impl FnOnce(&ApiKey) -> Result<R>) -> Result<R> {
    let key = read(from, "key")?;
    let secret = bytes(key.secret, key.secret_len, b"key", ApiKey::MAX_LEN, b"key")?;
    let previous = Some(bytes(key.previous, key.previous_len, b"key", ApiKey::MAX_LEN, b"key")?).filter(|_| !key.previous.is_null());
    border::with_key(KeyParts { use_: key.algorithm, secret, previous }, work)
}

/// Works on an array of fields. Ordinary lists take a small stack frame.
pub unsafe fn with_fields<R>(from: *const wxp_field, count: usize, work: &mut dyn FnMut(Fields<'_>) -> Result<R>) -> Result<R> {
    match count {
        0..=64 => within::<64, R>(from, count, work),
        65..=MAX_FIELDS => within::<MAX_FIELDS, R>(from, count, work),
        _ => Err(fault(Code::Size, b"fields", None)),
    }
}

/// Not inlined: the room for a long list must not be in the frame of a short one.
#[inline(never)]
unsafe fn within<const N: usize, R>(from: *const wxp_field, count: usize, work: &mut dyn FnMut(Fields<'_>) -> Result<R>) -> Result<R> {
    let mut room = [const { MaybeUninit::uninit() }; N];
    work(Fields::new(fill(from, room.get_mut(..count).unwrap_or_default())?)?)
}

unsafe fn fill<'a, 'r>(from: *const wxp_field, room: &'r mut [MaybeUninit<(&'a str, &'a str)>]) -> Result<&'r [(&'a str, &'a str)]> {
    for (at, place) in room.iter_mut().enumerate() {
        // SAFETY: the array holds one field in a row for each place; for NULL `at` is 0 and `read` refuses.
        let field = read(unsafe { from.add(at) }, "fields")?;
        let name = bytes(field.name, field.name_len, b"fields", MAX_TEXT, b"list")?;
        let value = bytes(field.value, field.value_len, name, MAX_TEXT, b"list")?;
        let name = text(name).map_err(|_| fault(Code::Name, name, None))?;
        let value = text(value).map_err(|error| fault(Code::Utf8, name.as_bytes(), Some(error.valid_up_to())))?;
        place.write((name, value));
    }
    // SAFETY: every place has just been written.
    Ok(unsafe { &*(ptr::from_ref(room) as *const [(&str, &str)]) })
}

/// Nearly all texts are ASCII, and to see that costs a tenth of looking closely.
#[inline]
fn text(bytes: &[u8]) -> core::result::Result<&str, str::Utf8Error> {
    // SAFETY: ASCII is UTF-8.
    if bytes.is_ascii() { Ok(unsafe { str::from_utf8_unchecked(bytes) }) } else { str::from_utf8(bytes) }
}
