// Made by `cargo xtask kinds` from core/src/error.rs; edit that.
package io.github.wxpaycore;

/** What can be wrong. The numbers are the same in all languages and never reused. */
public enum Code {
    /** An argument makes no sense: an empty key, nothing to sign, signing with a verify-only key. */
    ARG(1, "the call makes no sense with these arguments"),
    /** The output buffer is too small; the size needed is told. Nothing usable was written. */
    SHORT(2, "the output buffer is too small"),
    /** A limit is exceeded: document, list, name, number of fields, key. */
    SIZE(3, "a limit is exceeded"),
    /** A field name is not {@code [A-Za-z_][A-Za-z0-9_.-]*}, or it is reserved ({@code key}, or {@code sign} where {@code sign} is ours to set). */
    NAME(10, "not a usable field name"),
    /** A character that XML 1.0 forbids, as itself or as a reference. */
    CHAR(11, "a character that XML forbids"),
    /** Bytes that are not UTF-8 (in Java and JavaScript: a lone surrogate). */
    UTF8(12, "the text is not valid Unicode"),
    /** The same field twice. */
    DUPLICATE(13, "the field occurs twice"),
    /** The signed string has a second valid reading, so the signature does not tell which message was meant. */
    AMBIGUOUS(14, "the signed text can be read in a second way that decides otherwise"),
    /** A field does not have the syntax of its kind. */
    FIELD(15, "the field does not have the form its kind demands"),
    /** A field that the kind of message requires is not there. */
    MISSING(16, "a required field is absent"),
    /** The document is not well-formed. */
    SYNTAX(20, "the document is not well-formed XML"),
    /** The document has a DOCTYPE. */
    DOCTYPE(21, "the document has a DOCTYPE, which is refused unread"),
    /** An entity other than lt, gt, amp, quot, apos. */
    ENTITY(22, "an entity that is not predefined"),
    /** The declaration names an encoding other than UTF-8. */
    ENCODING(23, "the document names an encoding other than UTF-8"),
    /** Well-formed, but not a flat message: an attribute, a child in a field, text between fields, another root. */
    STRUCTURE(24, "the document is not a flat list of fields"),
    /** No signature, or none that this kind of message could carry. */
    NO_SIGN(30, "the message carries no signature"),
    /** The signature is not 32 or 64 upper-case hexadecimal digits. */
    SIGN_FORMAT(31, "the signature is not 32 or 64 upper-case hexadecimal digits"),
    /** An algorithm that the key does not allow, or a {@code sign_type} that contradicts it. */
    SIGN_TYPE(32, "the signature algorithm is not one the key allows or the message names"),
    /** The signature is wrong. */
    MISMATCH(33, "the signature does not belong to this message and key"),
    /** The message is genuine but speaks of something else than the host expects. */
    IDENTITY(34, "the message is genuine but not the expected one"),
    /** An encrypted notice that does not decrypt. */
    DECRYPT(35, "the notice does not decrypt"),
    /** A fault of this library. */
    INTERNAL(99, "a fault of wxpay-core; please report it");

    private final int number;
    private final String sentence;

    Code(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /** The number that crosses borders. */
    public int number() {
        return number;
    }

    /** One plain sentence, the same for every input that gets this code. */
    public String sentence() {
        return sentence;
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
