package io.github.wxpaycore;

import java.util.Collections;
import java.util.Map;

/**
 * A message whose signature holds: exactly the fields that were signed. Only {@link WxPay#decodeVerified} and
 * {@link WxPay#verify} make one.
 *
 * <pre>{@code
 * ApiKey key = ApiKey.md5("192006250b4c09247ec02edce69f6a2d");
 * byte[] xml = WxPay.encodeSigned(Collections.singletonMap("out_trade_no", "1217752501201407"), key, Kind.UNLISTED);
 * Verified message = WxPay.decodeVerified(xml, key, Kind.UNLISTED);
 * assert message.expect("out_trade_no", "1217752501201407").get("out_trade_no").equals("1217752501201407");
 * assert !message.succeeded();
 * }</pre>
 */
public final class Verified {
    private final Map<String, String> fields;
    private final Kind kind;
    private final int flags;

    Verified(byte[] answer, Kind kind) {
        this.fields = Flat.fields(answer);
        this.kind = kind;
        this.flags = answer[1];
    }

    /** The value of a field, or null: absent and empty fields are the same to the signature. */
    public String get(String name) {
        return fields.get(name);
    }

    /** All fields in document order, unmodifiable, without {@code sign} and empty ones. */
    public Map<String, String> asMap() {
        return fields;
    }

    /**
     * The question the kind is about: paid (notice, order query), prepay_id issued (order). False for everything else, also
     * for kinds that ask no such question: a genuine message may well say that the payment failed.
     */
    public boolean succeeded() {
        return (flags & 1) != 0;
    }

    /** Whether the secret given to {@link ApiKey#orPrevious} was the right one. */
    public boolean signedWithPreviousKey() {
        return (flags & 2) != 0;
    }

    /**
     * Compares with what the host knows: appid, mch_id, order number, amount in fen. An absent {@code fee_type} counts as
     * CNY.
     *
     * @return this message
     * @throws WxPayException IDENTITY naming the first field that differs or is absent
     */
    public Verified expect(Map<String, String> expected) {
        byte[] theirs = Flat.of(expected);
        Flat.text(Native.core().expect(Flat.of(fields), fields.size(), kind.number(), theirs, expected.size()));
        return this;
    }

    /** As {@link #expect(Map)} for one field. */
    public Verified expect(String name, String value) {
        return expect(Collections.singletonMap(name, value));
    }

    /** Names only: values may be a payer's data. */
    @Override
    public String toString() {
        return "Verified" + fields.keySet();
    }
}
