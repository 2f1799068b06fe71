package io.github.wxpaycore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Signs, writes, reads and verifies the messages of WeChat Pay API v2.
 *
 * <p>The two journeys are one call each: {@link #encodeSigned} turns an order into what is posted to WeChat,
 * {@link #decodeVerified} turns a reply or a notice into facts. Networking is the caller's business.
 *
 * <pre>{@code
 * ApiKey key = ApiKey.md5("192006250b4c09247ec02edce69f6a2d");
 * Map<String, String> fields = new LinkedHashMap<>();
 * fields.put("appid", "wxd930ea5d5a258f4f");
 * fields.put("mch_id", "10000100");
 * fields.put("device_info", "1000");
 * fields.put("body", "test");
 * fields.put("nonce_str", "ibuaiVcKdpRxkhJA");
 * assert WxPay.sign(fields, key).equals("9A0A8659F005D6984697E2CA0A9CF3B7");
 *
 * byte[] xml = WxPay.encodeSigned(fields, key, Kind.UNLISTED);
 * assert WxPay.decodeUnverified(xml).get("sign").equals("9A0A8659F005D6984697E2CA0A9CF3B7");
 * }</pre>
 *
 * <p>The rules are those of the official page on signatures: fields in ascending order of their names' bytes, empty values
 * and {@code sign} left out, joined as {@code name=value} with {@code &}. Limits: 64 KiB of text or XML, 1024 fields, names of
 * 64 bytes. Every method throws {@link NullPointerException} for a null argument, name or value, and
 * {@link UnsatisfiedLinkError} with the whole story when the native library cannot be loaded.
 */
public final class WxPay {
    private WxPay() {
    }

    /**
     * The text that is signed, without the trailing {@code &key=}; for logs and for comparing with somebody else's.
     *
     * @throws WxPayException SIZE, NAME, CHAR, UTF8, DUPLICATE; ARG when there is nothing to sign
     */
    public static String canonical(Map<String, String> fields) {
        return Flat.text(Native.core().canonical(Flat.of(fields), fields.size()));
    }

    /**
     * The signature: 32 or 64 upper-case hexadecimal digits. A {@code sign} among the fields is left out.
     *
     * @throws WxPayException SIZE, NAME, CHAR, UTF8, DUPLICATE; ARG when there is nothing to sign or the key signs nothing
     */
    public static String sign(Map<String, String> fields, ApiKey key) {
        return Flat.text(Native.core().sign(Flat.of(fields), fields.size(), key.use, key.secret, key.previous));
    }

    /**
     * Verifies a list that carries {@code sign}, read by other means. Prefer {@link #decodeVerified}, which also sees what a
     * map cannot show, such as an element that occurs twice.
     *
     * @throws WxPayException as {@link #decodeVerified}, without the codes about XML
     */
    public static Verified verify(Map<String, String> fields, ApiKey key, Kind kind) {
        return new Verified(Native.core().verify(Flat.of(fields), fields.size(), key.use, key.secret, key.previous, kind.number()), kind);
    }

    /**
     * Writes XML (UTF-8) without a signature: the answer to a notice.
     *
     * @throws WxPayException SIZE, NAME, CHAR, UTF8, DUPLICATE
     */
    public static byte[] encode(Map<String, String> fields) {
        return Flat.document(Native.core().encode(Flat.of(fields), fields.size()));
    }

    /**
     * Writes XML (UTF-8) with the signature as its last element: what is posted to WeChat. Amounts are in fen.
     *
     * @throws WxPayException SIZE, CHAR, UTF8, DUPLICATE; NAME also for a {@code sign} handed in; FIELD for an amount that is not
     *     a plain number; SIGN_TYPE when {@code sign_type} contradicts the key; ARG when there is nothing to sign or the
     *     key signs nothing
     */
    public static byte[] encodeSigned(Map<String, String> fields, ApiKey key, Kind kind) {
        return Flat.document(Native.core().encodeSigned(Flat.of(fields), fields.size(), key.use, key.secret, key.previous, kind.number()));
    }

    /**
     * Reads a reply or notice and verifies it; what comes back is exactly what was signed. Then ask
     * {@link Verified#succeeded()}, and compare with {@link Verified#expect(Map)} before booking anything.
     *
     * @param xml the body, byte for byte as it came
     * @param kind what the caller expects; the message is never asked
     * @throws WxPayException in this order: SIZE, UTF8; SYNTAX, DOCTYPE, ENTITY, ENCODING, CHAR, STRUCTURE, NAME; DUPLICATE;
     *     NO_SIGN (also a return_code FAIL answer, which is never signed), SIGN_FORMAT, SIGN_TYPE, MISMATCH; AMBIGUOUS
     *     (ask orderquery), MISSING, FIELD
     */
    public static Verified decodeVerified(byte[] xml, ApiKey key, Kind kind) {
        Objects.requireNonNull(xml, "xml");
        return new Verified(Native.core().decodeVerified(xml, key.use, key.secret, key.previous, kind.number()), kind);
    }

    /**
     * Reads XML and trusts nothing: for answers that carry no signature, and for looking at what was refused. Never decide
     * about money on the result.
     *
     * @return the fields in document order, unmodifiable
     * @throws WxPayException SIZE, UTF8, SYNTAX, DOCTYPE, ENTITY, ENCODING, CHAR, STRUCTURE, NAME, DUPLICATE
     */
    public static Map<String, String> decodeUnverified(byte[] xml) {
        return Flat.fields(Native.core().decodeUnverified(Objects.requireNonNull(xml, "xml")));
    }

    /**
     * The parameters of {@code wx.requestPayment} in a mini program: {@code timeStamp}, {@code nonceStr}, {@code package},
     * {@code signType}, {@code paySign}, signed with the algorithm of the key, which must be the one of the order.
     *
     * @param prepayId as WeChat returned it, without {@code prepay_id=}
     * @param nonceStr fresh for every payment, see {@link Nonce#next()}
     * @param timeStamp seconds since 1970
     * @throws WxPayException ARG, SIZE, UTF8, FIELD
     */
    public static Map<String, String> miniProgram(String appId, String prepayId, String nonceStr, String timeStamp, ApiKey key) {
        Map<String, String> in = new LinkedHashMap<>();
        in.put("appId", appId);
        in.put("prepayId", prepayId);
        in.put("nonceStr", nonceStr);
        in.put("timeStamp", timeStamp);
        return Flat.fields(Native.core().miniProgram(Flat.of(in), in.size(), key.use, key.secret, key.previous));
    }
}
