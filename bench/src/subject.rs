//! The pieces of work that are measured, ours and the others', and which of them are compared.

use std::hint::black_box;

use wxpay_core::{ApiKey, Fields, Kind, decode_unverified_into, decode_verified_into, encode_into, encode_signed_into, sign, verify_into};

use crate::peers;
use crate::sample::{NOTICE, ORDER, SECRET, flat, notice_document, signed_text};

/// Inputs, made beforehand, and buffers that are used again.
pub struct Desk {
    key: ApiKey,
    order: Fields<'static>,
    order_text: String,
    notice: String,
    notice_text: String,
    out: Vec<u8>,
    flat: String,
    written: Vec<u8>,
}

/// One piece of work under the name that stands in results.
pub struct Subject {
    /// Also the argument of `count` and the folder of criterion.
    pub name: &'static str,
    /// Does it once.
    pub run: fn(&mut Desk),
}

/// Keeps the compiler from leaving out work whose result nobody looks at.
fn done<T>(result: T) {
    black_box(result);
}

/// Everything that is measured. Failing is as good as never happening here: [`Desk::new`] has seen each succeed.
pub const SUBJECTS: &[Subject] = &[
    Subject { name: "md5-order", run: |desk| done(peers::md5(black_box(desk.order_text.as_bytes()))) },
    Subject { name: "sign", run: |desk| done(sign(black_box(desk.order), &desk.key)) },
    Subject { name: "fields-sign", run: |desk| done(Fields::new(black_box(&ORDER)).and_then(|order| sign(order, &desk.key))) },
    Subject { name: "decode-unverified", run: |desk| done(decode_unverified_into(black_box(desk.notice.as_bytes()), &mut desk.out)) },
    Subject { name: "quick-xml-read", run: |desk| done(peers::read(black_box(desk.notice.as_bytes()), &mut desk.flat)) },
    Subject { name: "md5-notice", run: |desk| done(peers::md5(black_box(desk.notice_text.as_bytes()))) },
    Subject {
        name: "decode-verified",
        run: |desk| {
            done(decode_verified_into(black_box(desk.notice.as_bytes()), &desk.key, Kind::PayNotice, &mut desk.out));
        },
    },
    Subject { name: "encode", run: |desk| done(encode_into(black_box(desk.order), &mut desk.out)) },
    Subject { name: "fields-encode", run: |desk| done(Fields::new(black_box(&ORDER)).and_then(|order| encode_into(order, &mut desk.out))) },
    Subject { name: "quick-xml-write", run: |desk| done(peers::write(black_box(&ORDER), &mut desk.written)) },
    Subject {
        name: "encode-signed",
        run: |desk| done(encode_signed_into(black_box(desk.order), &desk.key, Kind::UnifiedOrder, &mut desk.out)),
    },
    Subject {
        name: "md5-quick-xml-write",
        run: |desk| {
            done(peers::md5(black_box(desk.order_text.as_bytes())));
            done(peers::write(black_box(&ORDER), &mut desk.written));
        },
    },
];

/// How a figure is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Nanoseconds.
    Time,
    /// Instructions.
    Instructions,
}

/// Ours beside another.
pub struct Comparison {
    /// The row in the table.
    pub what: &'static str,
    /// Names of subjects.
    pub ours: &'static str,
    /// What it is divided by.
    pub peer: &'static str,
    /// The highest ratio that is good enough, where one is promised.
    pub required: Option<(By, f64)>,
}

/// The rows of the table.
pub const COMPARISONS: &[Comparison] = &[
    Comparison {
        what: "sign 17 parameters / bare `md-5` over the same bytes",
        ours: "sign",
        peer: "md5-order",
        required: Some((By::Time, 1.2)),
    },
    Comparison { what: "the same with `Fields::new`", ours: "fields-sign", peer: "md5-order", required: None },
    Comparison {
        what: "decode a 24-field notice / hardened quick-xml",
        ours: "decode-unverified",
        peer: "quick-xml-read",
        required: Some((By::Instructions, 0.2)),
    },
    Comparison {
        what: "decode and verify it / bare `md-5` over the signed bytes",
        ours: "decode-verified",
        peer: "md5-notice",
        required: Some((By::Time, 1.8)),
    },
    Comparison { what: "encode the order / quick-xml Writer", ours: "encode", peer: "quick-xml-write", required: Some((By::Time, 0.25)) },
    Comparison { what: "the same with `Fields::new`", ours: "fields-encode", peer: "quick-xml-write", required: None },
    Comparison {
        what: "sign and encode the order / bare `md-5` and quick-xml Writer",
        ours: "encode-signed",
        peer: "md5-quick-xml-write",
        required: None,
    },
];

impl Desk {
    /// Prepares everything, and makes sure that all compared things give the same result.
    ///
    /// # Panics
    /// When they do not.
    #[must_use]
    pub fn new() -> Self {
        let mut desk = Self {
            key: ApiKey::md5(SECRET).expect("the secret is fit"),
            order: Fields::new(&ORDER).expect("the order is fit"),
            order_text: signed_text(&ORDER),
            notice: notice_document(),
            notice_text: signed_text(&NOTICE),
            out: vec![0; 4096],
            flat: String::with_capacity(4096),
            written: Vec::with_capacity(4096),
        };
        desk.agree();
        desk
    }

    fn agree(&mut self) {
        let signature = sign(self.order, &self.key).expect("the order can be signed");
        assert_eq!(signature.as_str(), peers::upper_hex(&peers::md5(self.order_text.as_bytes())), "signature");

        let mut list = NOTICE.to_vec();
        let sign = peers::upper_hex(&peers::md5(self.notice_text.as_bytes()));
        list.insert(19, ("sign", &sign));
        let count = peers::read(self.notice.as_bytes(), &mut self.flat).expect("the peer reads the notice");
        assert_eq!((count, &self.flat), (24, &flat(&list)), "what quick-xml reads");
        let read = decode_unverified_into(self.notice.as_bytes(), &mut self.out).expect("we read the notice");
        assert_eq!((read.len(), read.as_str()), (24, self.flat.as_str()), "what is read");
        let verified = decode_verified_into(self.notice.as_bytes(), &self.key, Kind::PayNotice, &mut self.out).expect("it is genuine");
        assert_eq!(verified.as_flat().as_str(), flat(&NOTICE), "what is verified");
        verify_into(Fields::new(&list).expect("the notice is fit"), &self.key, Kind::PayNotice, &mut self.out).expect("so is the list");

        peers::write(&ORDER, &mut self.written).expect("memory does not fail");
        let len = encode_into(self.order, &mut self.out).expect("we write the order");
        assert_eq!(self.out[..len], self.written, "what is written");
        let len = encode_signed_into(self.order, &self.key, Kind::UnifiedOrder, &mut self.out).expect("we sign and write it");
        let body = self.written.strip_suffix(b"</xml>").expect("a document");
        assert_eq!(self.out[..len], [body, format!("<sign>{signature}</sign></xml>").as_bytes()].concat(), "what is signed and written");
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}
