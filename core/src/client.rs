//! Parameters for the payer's side, signed under the merchant's key on the merchant's server.

use crate::error::{Code, Error};
use crate::fields::Fields;
use crate::flat::Flat;
use crate::key::ApiKey;
use crate::out::Out;
use crate::sign::sign;

/// Writes the parameters of `wx.requestPayment`: `timeStamp`, `nonceStr`, `package`, `signType`, `paySign`. The `app_id`
/// is signed with them but is not one of them. The key must have the algorithm of the order.
///
/// - `prepay_id`: from the order's reply, without `prepay_id=`
/// - `nonce_str`: 1 to 32 characters from the host's secure random source
/// - `time_stamp`: unix time in seconds, 10 digits
///
/// # Errors
/// - `FIELD`: an empty `appId`, a `timeStamp` that is not 10 digits (13 are milliseconds), a `nonceStr` that is not 1 to
///   32 characters, a `package` with `&`, `=` or space in the `prepay_id`; none may hold anything but printable ASCII
/// - `ARG`: a verify-only key
/// - `SHORT`: `out` is too small
pub fn mini_program_into<'o>(
    app_id: &str,
    prepay_id: &str,
    nonce_str: &str,
    time_stamp: &str,
    key: &ApiKey,
    out: &'o mut [u8],
) -> Result<Flat<&'o str>, Error> {
    const PREFIX: &str = "prepay_id=";
    let plain = |text: &str, longest: usize| {
        (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic() && b != b'&' && b != b'=')
    };
    let mut package = [0; PREFIX.len() + 128];
    let package = {
        let mut writer = Out::new(&mut package);
        writer.put(PREFIX.as_bytes());
        writer.put(prepay_id.as_bytes());
        let len = writer.len();
        package.get(..len).and_then(|bytes| core::str::from_utf8(bytes).ok())
    };
    let Some(package) = package.filter(|_| plain(prepay_id, 128)) else {
        return Err(Error::field(Code::Field, "package"));
    };
    if !plain(app_id, 128) {
        return Err(Error::field(Code::Field, "appId"));
    }
    if !plain(nonce_str, 32) {
        return Err(Error::field(Code::Field, "nonceStr"));
    }
    if time_stamp.len() != 10 || !time_stamp.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::field(Code::Field, "timeStamp"));
    }
    let Some(sign_type) = key.sign_type() else {
        return Err(Error::field(Code::Arg, "key"));
    };
    let signed =
        [("appId", app_id), ("timeStamp", time_stamp), ("nonceStr", nonce_str), ("package", package), ("signType", sign_type.name())];
    let pay_sign = sign(Fields::new(&signed)?, key)?;
    let parameters = || signed.iter().copied().skip(1).chain([("paySign", pay_sign.as_str())]);
    let needed = parameters().map(|(name, value)| name.len() + value.len() + 2).sum();
    let Some(out) = out.get_mut(..needed) else {
        return Err(Error::short(needed));
    };
    let mut flat = Out::new(out);
    for (name, value) in parameters() {
        flat.put(name.as_bytes());
        flat.push(0);
        flat.put(value.as_bytes());
        flat.push(0);
    }
    Flat::written(out, parameters().count())
}

/// The parameters of `wx.requestPayment`; see [`mini_program_into`].
///
/// ```
/// use wxpay_core::{ApiKey, client};
/// let key = ApiKey::md5("0123456789abcdefghijklmnopqrstuv")?;
/// let parameters = client::mini_program(
///     "wx2421b1c4370ec43b",
///     "wx21201855730335ac86f8c43d1889123400",
///     "e61463f8efa94090b1f366cccfbbb444",
///     "1395712654",
///     &key,
/// )?;
/// assert_eq!(parameters.get("package"), Some("prepay_id=wx21201855730335ac86f8c43d1889123400"));
/// assert_eq!(parameters.get("paySign"), Some("66218B5A5AA1E330DF1B8F777D08FCAE"));
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// As [`mini_program_into`], without `SHORT`.
#[cfg(feature = "alloc")]
pub fn mini_program(
    app_id: &str,
    prepay_id: &str,
    nonce_str: &str,
    time_stamp: &str,
    key: &ApiKey,
) -> Result<Flat<alloc::string::String>, Error> {
    let mut out = [0; 512];
    Ok(mini_program_into(app_id, prepay_id, nonce_str, time_stamp, key, &mut out)?.to_owned())
}
