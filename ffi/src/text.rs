use wxpay_core::Code;

use crate::types::WXP_OK;

/// A result, its name and its sentence, as C strings.
type Texts = (i32, [u8; 12], [u8; 80]);

static TEXTS: [Texts; Code::ALL.len() + 1] = {
    let mut all = [(WXP_OK, ended("OK"), ended("all is well")); Code::ALL.len() + 1];
    let (_, mut rest) = all.split_at_mut(1);
    let mut codes = Code::ALL;
    while let ([code, more @ ..], [texts, others @ ..]) = (codes, rest) {
        *texts = (code.number() as i32, ended(code.name()), ended(code.sentence()));
        (codes, rest) = (more, others);
    }
    all
};
static UNKNOWN: Texts = (-1, ended("UNKNOWN"), ended("not a result of this library"));

pub fn texts(code: i32) -> &'static Texts {
    TEXTS.iter().find(|texts| texts.0 == code).unwrap_or(&UNKNOWN)
}

/// A text and at least one NUL; does not compile when it is too long.
const fn ended<const N: usize>(text: &str) -> [u8; N] {
    assert!(text.len() < N);
    let mut ended = [0; N];
    ended.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
    ended
}
