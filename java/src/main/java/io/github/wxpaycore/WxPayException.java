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
 *     assert refused.code() == WxPayException.Code.NO_SIGN;
 *     assert refused.getMessage().startsWith("NO_SIGN");
 * }
 * }</pre>
 */
public final class WxPayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String where;

    WxPayException(Code code, String where, String sentence) {
        super(code + (where.isEmpty() ? "" : " at " + where) + ": " + sentence);
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

    /** What can be wrong. The numbers are the same in all languages and never reused. */
    public enum Code {
        /** An argument makes no sense: an empty key, nothing to sign, signing with a verify-only key. */ ARG(1),
        /** A buffer is too small; does not happen in Java. */ SHORT(2),
        /** A limit is exceeded: document, list, name, number of fields, key. */ SIZE(3),
        /** A field name that is not usable, or reserved. */ NAME(10),
        /** A character that XML forbids. */ CHAR(11),
        /** Bytes that are not UTF-8, or half of a surrogate pair in a string. */ UTF8(12),
        /** The same field twice. */ DUPLICATE(13),
        /** The signed text has a second valid reading; ask orderquery. */ AMBIGUOUS(14),
        /** A field without the syntax of its kind. */ FIELD(15),
        /** A required field is not there. */ MISSING(16),
        /** Not well-formed XML. */ SYNTAX(20),
        /** A DOCTYPE, refused unread. */ DOCTYPE(21),
        /** An entity that is not predefined. */ ENTITY(22),
        /** An encoding other than UTF-8 is declared. */ ENCODING(23),
        /** Not a flat list of fields. */ STRUCTURE(24),
        /** No signature. */ NO_SIGN(30),
        /** A signature that is not 32 or 64 upper-case hexadecimal digits. */ SIGN_FORMAT(31),
        /** An algorithm the key does not allow, or a {@code sign_type} that contradicts it. */ SIGN_TYPE(32),
        /** A wrong signature. */ MISMATCH(33),
        /** Genuine, but not the expected message. */ IDENTITY(34),
        /** An encrypted notice that does not decrypt. */ DECRYPT(35),
        /** A fault of this library. */ INTERNAL(99);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        /** The number that crosses borders. */
        public int number() {
            return number;
        }

        static Code of(int number) {
            for (Code code : values()) {
                if (code.number == number) {
                    return code;
                }
            }
            return INTERNAL;
        }
    }
}
