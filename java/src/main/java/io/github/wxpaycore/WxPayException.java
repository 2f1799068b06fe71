package io.github.wxpaycore;

/**
 * Why a message was refused. Holds a code, where the fault is and one plain sentence; never a value, a key or a signature,
 * so the message may go into any log.
 *
 * <pre>{@code
 * try {
 *     WxPay.decodeVerified("<xml><total_fee>1</total_fee></xml>".getBytes(), ApiKey.md5("secret"), Kind.PAY_NOTICE);
 *     assert false;
 * } catch (WxPayException refused) {
 *     assert refused.code() == Code.NO_SIGN;
 *     assert refused.getMessage().startsWith("NO_SIGN");
 * }
 * }</pre>
 */
public final class WxPayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String where;

    WxPayException(Code code, String where) {
        super(code + (where.isEmpty() ? "" : " at " + where) + ": " + code.sentence());
        this.code = code;
        this.where = where;
    }

    /** What is wrong: stable, the same in every language. */
    public Code code() {
        return code;
    }

    /** A field name, {@code byte N} of the document, or both; for SIZE the limit, for ENTITY the entity; empty if unknown. */
    public String where() {
        return where;
    }
}
