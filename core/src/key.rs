//! `ApiKey`: the merchant's secret and the algorithm it is used with.

use core::fmt;

use zeroize::Zeroize;

use crate::error::{Code, Error};

/// How a message is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignType {
    /// 32 digits; the default of most requests.
    Md5,
    /// 64 digits; the request carries `sign_type=HMAC-SHA256`.
    HmacSha256,
}

impl SignType {
    /// The spelling of the protocol: `MD5`, `HMAC-SHA256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
        }
    }

    /// Hexadecimal digits of a signature.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::HmacSha256 => 64,
        }
    }
}

/// The 32-character API v2 key from the merchant console, with its algorithm.
///
/// The key decides the algorithm, never the message. It cannot be printed or copied, and is wiped when dropped.
///
/// ```
/// use wxpay_core::ApiKey;
/// let key = ApiKey::md5("192006250b4c09247ec02edce69f6a2d")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(MD5)");
/// # Ok::<(), wxpay_core::Error>(())
/// ```
pub struct ApiKey {
    current: Secret,
    /// Empty without one.
    previous: Secret,
    /// What it signs with; `None` verifies both and signs nothing.
    sign_type: Option<SignType>,
}

impl ApiKey {
    /// Longest secret in bytes. `WeChat` issues 32 characters; nothing in the algorithm depends on that.
    pub const MAX_LEN: usize = 256;

    /// Signs with MD5 and accepts MD5 only.
    ///
    /// # Errors
    /// - `ARG`: an empty secret
    /// - `SIZE`: a secret over [`ApiKey::MAX_LEN`] bytes
    pub fn md5(secret: &str) -> Result<Self, Error> {
        Self::new(secret, Some(SignType::Md5))
    }

    /// Signs with HMAC-SHA256 and accepts HMAC-SHA256 only.
    ///
    /// # Errors
    /// - `ARG`: an empty secret
    /// - `SIZE`: a secret over [`ApiKey::MAX_LEN`] bytes
    pub fn hmac_sha256(secret: &str) -> Result<Self, Error> {
        Self::new(secret, Some(SignType::HmacSha256))
    }

    /// Accepts both algorithms and signs nothing: for a shop whose orders use both, because a notice follows its order
    /// and often does not name the algorithm. The length of `sign` decides.
    ///
    /// # Errors
    /// - `ARG`: an empty secret
    /// - `SIZE`: a secret over [`ApiKey::MAX_LEN`] bytes
    pub fn verify_only(secret: &str) -> Result<Self, Error> {
        Self::new(secret, None)
    }

    /// Adds the secret before the last reset, which `WeChat` goes on using for some days: signing uses the current one,
    /// verifying always computes both and the result tells which.
    ///
    /// # Errors
    /// - `ARG`: an empty secret
    /// - `SIZE`: a secret over [`ApiKey::MAX_LEN`] bytes
    pub fn or_previous(mut self, secret: &str) -> Result<Self, Error> {
        self.fill_previous(secret)?;
        Ok(self)
    }

    fn new(secret: &str, sign_type: Option<SignType>) -> Result<Self, Error> {
        let mut key = Self::empty();
        key.fill(secret, sign_type)?;
        Ok(key)
    }

    /// A key to be filled where it lies: moving it would leave copies of the secrets behind.
    pub(crate) const fn empty() -> Self {
        Self { current: Secret::EMPTY, previous: Secret::EMPTY, sign_type: None }
    }

    pub(crate) fn fill(&mut self, secret: &str, sign_type: Option<SignType>) -> Result<(), Error> {
        self.sign_type = sign_type;
        self.current.fill(secret)
    }

    pub(crate) fn fill_previous(&mut self, secret: &str) -> Result<(), Error> {
        self.previous.fill(secret)
    }

    /// What this key signs with; `None` for a verify-only key.
    #[must_use]
    pub const fn sign_type(&self) -> Option<SignType> {
        self.sign_type
    }

    pub(crate) fn allows(&self, sign_type: SignType) -> bool {
        self.sign_type.is_none_or(|own| own == sign_type)
    }

    pub(crate) fn current(&self) -> &[u8] {
        self.current.bytes()
    }

    pub(crate) fn previous(&self) -> Option<&[u8]> {
        Some(self.previous.bytes()).filter(|secret| !secret.is_empty())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(")?;
        f.write_str(self.sign_type.map_or("verify only", SignType::name))?;
        f.write_str(")")
    }
}

struct Secret {
    len: usize,
    bytes: [u8; ApiKey::MAX_LEN],
}

impl Secret {
    const EMPTY: Self = Self { len: 0, bytes: [0; ApiKey::MAX_LEN] };

    #[inline(never)]
    fn fill(&mut self, text: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Err(Error::field(Code::Arg, "key"));
        }
        let Some(place) = self.bytes.get_mut(..text.len()) else {
            return Err(Error::field(Code::Size, "key"));
        };
        place.copy_from_slice(text.as_bytes());
        self.len = text.len();
        Ok(())
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl Drop for Secret {
    #[inline(never)]
    fn drop(&mut self) {
        if let Some(used) = self.bytes.get_mut(..self.len) {
            used.zeroize();
        }
    }
}
