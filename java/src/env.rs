//! Every call into the JVM, and all `unsafe` of this crate.
#![allow(unsafe_code, reason = "JNI is a table of C functions")]

use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};
use core::slice;

use jni_sys::{JNI_ABORT, JNIEnv, JNINativeInterface_, jbyte, jbyteArray, jint, jobject};
use wxpay_core::border::MAX_IN;

/// The JVM, as one native call sees it: valid on this thread until the call returns. Only a JVM makes one.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Env(NonNull<JNIEnv>);

/// A `byte[]` or null: a local reference of the running call. Only a JVM makes one.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Bytes(jbyteArray);

/// The class or object a method is called on, of no use here.
#[repr(transparent)]
pub(crate) struct This(#[allow(dead_code, reason = "part of the signature")] jobject);

impl Bytes {
    const NULL: Self = Self(ptr::null_mut());

    pub(crate) fn is_null(self) -> bool {
        self.0.is_null()
    }
}

impl Env {
    fn table(self) -> &'static JNINativeInterface_ {
        // SAFETY: the pointer came from the JVM, which keeps the table for as long as it lives.
        unsafe { &**self.0.as_ptr() }
    }

    /// Bytes in the array; 0 for null. Of an input that is too long one byte too many is told and copied: the core
    /// refuses it for its length.
    pub(crate) fn len(self, array: Bytes) -> usize {
        if array.is_null() {
            return 0;
        }
        // SAFETY: `array` is a local reference to a byte array.
        let len = unsafe { (self.table().v1_1.GetArrayLength)(self.0.as_ptr(), array.0) };
        usize::try_from(len).unwrap_or(0).min(MAX_IN + 1)
    }

    /// Copies the first bytes of the array; false if the JVM refuses, with its exception pending.
    pub(crate) fn fill(self, array: Bytes, to: &mut [u8]) -> bool {
        if to.is_empty() {
            return true;
        }
        // SAFETY: `array` is a local reference to a byte array, the JVM checks its length, `to` holds `to.len()` bytes.
        unsafe {
            (self.table().v1_1.GetByteArrayRegion)(self.0.as_ptr(), array.0, 0, to.len() as jint, to.as_mut_ptr().cast::<jbyte>());
        }
        !self.exception()
    }

    /// Copies the array to the start of `room`; gives the copy and the rest of `room`.
    pub(crate) fn copy(self, array: Bytes, room: &mut [MaybeUninit<u8>]) -> Option<(&[u8], &mut [MaybeUninit<u8>])> {
        let (bytes, rest) = zeroed(room, self.len(array))?;
        if self.fill(array, bytes) { Some((bytes, rest)) } else { None }
    }

    /// A new array; null, with an exception pending, if there is nothing to put in it or no memory.
    pub(crate) fn array(self, bytes: Option<&[u8]>) -> Bytes {
        let Some(bytes) = bytes else {
            return Bytes::NULL;
        };
        let array = self.new_array(bytes.len());
        if !array.is_null() {
            // SAFETY: `array` is a new byte array of `bytes.len()` bytes.
            unsafe {
                let from = bytes.as_ptr().cast::<jbyte>();
                (self.table().v1_1.SetByteArrayRegion)(self.0.as_ptr(), array.0, 0, bytes.len() as jint, from);
            }
        }
        array
    }

    /// Lends `len` bytes of the JVM's memory to `work` and makes an array of what it returns. Null if there is no memory.
    pub(crate) fn with_loan(self, len: usize, work: impl FnOnce(&mut [MaybeUninit<u8>]) -> Option<&[u8]>) -> Bytes {
        let array = self.new_array(len);
        if array.is_null() {
            return Bytes::NULL;
        }
        // SAFETY: `array` is a byte array.
        let elements = unsafe { (self.table().v1_1.GetByteArrayElements)(self.0.as_ptr(), array.0, ptr::null_mut()) };
        if elements.is_null() {
            return Bytes::NULL;
        }
        // SAFETY: `array` has `len` bytes, and whether these are a copy or the array itself: nobody else knows it.
        let room = unsafe { slice::from_raw_parts_mut(elements.cast::<MaybeUninit<u8>>(), len) };
        let answer = self.array(work(room));
        // SAFETY: `elements` are those of `array`; nothing borrows from them any more, and nothing is written back.
        unsafe { (self.table().v1_1.ReleaseByteArrayElements)(self.0.as_ptr(), array.0, elements, JNI_ABORT) };
        answer
    }

    fn new_array(self, len: usize) -> Bytes {
        // SAFETY: no more is asked than a valid environment; callers stay far below `jint::MAX`.
        Bytes(unsafe { (self.table().v1_1.NewByteArray)(self.0.as_ptr(), len as jint) })
    }

    fn exception(self) -> bool {
        // SAFETY: no more is asked than a valid environment.
        unsafe { (self.table().v1_2.ExceptionCheck)(self.0.as_ptr()) }
    }
}

/// Clears the first `len` bytes of `room`; gives them and the rest.
#[inline]
pub(crate) fn zeroed(room: &mut [MaybeUninit<u8>], len: usize) -> Option<(&mut [u8], &mut [MaybeUninit<u8>])> {
    let (part, rest) = room.split_at_mut_checked(len)?;
    part.fill(MaybeUninit::new(0));
    // SAFETY: all of `part` has just been written.
    Some((unsafe { &mut *(ptr::from_mut(part) as *mut [u8]) }, rest))
}
