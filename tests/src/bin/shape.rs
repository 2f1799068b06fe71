//! Does the work of one hostile shape of one size once, to be counted: `shape NAME BYTES`; without arguments, the names.
//!
//! `cargo xtask prove --only linear` runs it under callgrind, which collects in `measured` only.
#![forbid(unsafe_code)]

use std::hint::black_box;
use std::process::ExitCode;

use wxpay_core::{ApiKey, Fields, Kind, decode_unverified_into, decode_verified_into, encode_signed_into, sign};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

const NOTICE: [(&str, &str); 10] = [
    ("appid", "wx2421b1c4370ec43b"),
    ("bank_type", "CFT"),
    ("mch_id", "10000100"),
    ("out_trade_no", "1409811653"),
    ("result_code", "SUCCESS"),
    ("return_code", "SUCCESS"),
    ("time_end", "20140903131540"),
    ("total_fee", "100"),
    ("trade_type", "JSAPI"),
    ("transaction_id", "1004400740201409030005092168"),
];

enum Work {
    /// Read only.
    Read(String),
    /// Read and verify; it need not succeed.
    Verify(String, Kind),
    /// Sign and write.
    Write(Vec<(String, String)>),
}

/// Name, and how the input of about so many bytes is made.
type Shape = (&'static str, fn(usize) -> Work);

const SHAPES: &[Shape] = &[
    ("plain", |size| notice(&numbered(size, "", 50))),
    ("long value", |size| notice(&attach("a".repeat(size)))),
    ("long Chinese value", |size| notice(&attach("茶".repeat(size / 3)))),
    ("unknown cuts in attach", |size| notice(&attach("&zz=1".repeat(size / 5)))),
    ("known cuts in attach", |size| notice(&attach("x&fee_type=1&is_subscribe=Y".repeat(size / 27)))),
    ("required cuts in attach", |size| notice(&attach("&bank_type=1&mch_id=2&out_trade_no=3&result_code=SUCCESS".repeat(size / 56)))),
    ("shortest cuts", |size| notice(&attach(format!("x&fee_type=1{}", "&a=".repeat(size / 3))))),
    ("cuts that could be reached", |size| notice(&attach(format!("x&fee_type=1{}", "&b=1".repeat(size / 4))))),
    ("cuts with a digit", |size| notice(&attach(format!("x&fee_type=1{}", "&z1=".repeat(size / 4))))),
    ("reserved cuts", |size| notice(&attach(format!("x&fee_type=1{}", "&key=".repeat(size / 5))))),
    ("a required cut", |size| notice(&attach("&appid=".repeat(size / 7)))),
    ("a known cut", |size| notice(&attach("&openid=".repeat(size / 8)))),
    ("known cuts with values", |size| notice(&attach("&openid=1".repeat(size / 9)))),
    ("cuts that lead on", |size| notice(&attach("&bank_type=1".repeat(size / 12)))),
    ("cuts that lead on by turns", |size| notice(&attach("&bank_type=1&cash_fee=1".repeat(size / 23)))),
    ("a chain of cuts", |size| notice(&attach("&bank_type=1&cash_fee=1&fee_type=1&mch_id=1&openid=1".repeat(size / 52)))),
    ("cuts of a family", |size| notice(&attach("&coupon_id_1=".repeat(size / 13)))),
    ("cuts in a reply of three outcomes", |size| reply(&attach(format!("x&fee_type=1{}", "&a=".repeat(size / 3))))),
    ("known cuts in that reply", |size| reply(&attach("&openid=".repeat(size / 8)))),
    ("client's cuts", |size| notice(&[("nonce_str".into(), "&nonce_str=1&product_id=2&time_stamp=3".repeat(size / 38))])),
    ("ampersands", |size| notice(&attach("&".repeat(size)))),
    ("equal beginnings of names", |size| notice(&numbered(size, &"n".repeat(50), 8))),
    ("names in reverse", |size| notice(&numbered(size, "r", 50).into_iter().rev().collect::<Vec<_>>())),
    ("decimal references", |size| read("<a>", "&#65;", "</a>", size)),
    ("hexadecimal references", |size| read("<a>", "&#x8336;", "</a>", size)),
    ("named references", |size| read("<a>", "&amp;", "</a>", size)),
    ("CDATA sections", |size| read("<a>", "<![CDATA[a]]>", "</a>", size)),
    ("empty CDATA sections", |size| read("<a>", "<![CDATA[]]>", "</a>", size)),
    ("brackets in CDATA", |size| read("<a><![CDATA[", "]", "]]></a>", size)),
    ("half an end of CDATA", |size| read("<a><![CDATA[", "]]", "a]]></a>", size)),
    ("CDATA without end", |size| read("<a><![CDATA[", "]] >", "", size)),
    ("brackets in text", |size| read("<a>", "]", "</a>", size)),
    ("carriage returns", |size| read("<a>", "\r", "</a>", size)),
    ("line ends", |size| read("<a>", "\r\n", "</a>", size)),
    ("empty comments", |size| read("<a>1</a>", "<!---->", "", size)),
    ("comment without end", |size| read("<a>1</a><!--", "- ", "", size)),
    ("comments in a field", |size| read("<a>", "1<!--a-->", "</a>", size)),
    ("instructions", |size| read("<a>1</a>", "<?a?>", "", size)),
    ("instruction without end", |size| read("<a>1</a><?a ", "? ", "", size)),
    ("space between fields", |size| read("<a>1</a>", " ", "", size)),
    ("space in a tag", |size| read("<a>1</a", " ", ">", size)),
    ("one element again", |size| read("", &format!("<aa>{}</aa>", "1".repeat(55)), "", size)),
    ("escapes to write", |size| Work::Write(vec![("a".into(), "<".repeat(size / 4))])),
    ("list to write", |size| Work::Write(numbered(size, "w", 50))),
];

fn read(before: &str, unit: &str, after: &str, size: usize) -> Work {
    Work::Read(format!("<xml>{before}{}{after}</xml>", unit.repeat(size / unit.len())))
}

fn attach(value: String) -> Vec<(String, String)> {
    vec![("attach".into(), value)]
}

/// Fields `f0001` ... of which each takes `value` bytes and its markup, so many that the document has the size.
fn numbered(size: usize, prefix: &str, value: usize) -> Vec<(String, String)> {
    let each = 2 * (prefix.len() + 5) + 17 + value;
    (0..size / each).map(|n| (format!("{prefix}f{n:04}"), "v".repeat(value))).collect()
}

/// A rightly signed notice with these fields before its own.
fn notice(more: &[(String, String)]) -> Work {
    signed(more, &[], Kind::PayNotice)
}

/// The same as an answer about a paid order.
fn reply(more: &[(String, String)]) -> Work {
    signed(more, &[("trade_state", "SUCCESS")], Kind::OrderQueryReply)
}

fn signed(more: &[(String, String)], rest: &[(&str, &str)], kind: Kind) -> Work {
    let mut pairs: Vec<(&str, &str)> = more.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.extend(NOTICE);
    pairs.extend(rest);
    let key = ApiKey::md5(SECRET).expect("a key");
    let signature = sign(Fields::new(&pairs).expect("fit"), &key).expect("it can be signed");
    pairs.push(("sign", signature.as_str()));
    let fields: String = pairs.iter().map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>")).collect();
    Work::Verify(format!("<xml>{fields}</xml>"), kind)
}

impl Work {
    /// Bytes in, or written.
    fn len(&self) -> usize {
        match self {
            Self::Read(xml) | Self::Verify(xml, _) => xml.len(),
            Self::Write(list) => measured(self, list.len(), &mut vec![0; 1 << 17]),
        }
    }
}

#[inline(never)]
fn measured(work: &Work, fields: usize, out: &mut [u8]) -> usize {
    let key = ApiKey::md5(SECRET).expect("a key");
    match work {
        Work::Read(xml) => decode_unverified_into(xml.as_bytes(), out).map_or(0, |flat| flat.len()),
        Work::Verify(xml, kind) => decode_verified_into(xml.as_bytes(), &key, *kind, out).map_or(0, |message| message.len()),
        Work::Write(list) => {
            let mut pairs = Vec::with_capacity(fields);
            pairs.extend(list.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            Fields::new(&pairs).and_then(|fields| encode_signed_into(fields, &key, Kind::Unlisted, out)).unwrap_or(0)
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, size] = arguments.as_slice() else {
        SHAPES.iter().for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    };
    let (Some((_, make)), Ok(size)) = (SHAPES.iter().find(|shape| shape.0 == name), size.parse::<usize>()) else {
        eprintln!("usage: shape [NAME BYTES]");
        return ExitCode::FAILURE;
    };
    let work = make(size);
    let fields = if let Work::Write(list) = &work { list.len() } else { 0 };
    let mut out = vec![0; 1 << 17];
    black_box(measured(black_box(&work), fields, &mut out));
    println!("{} bytes", work.len());
    ExitCode::SUCCESS
}
