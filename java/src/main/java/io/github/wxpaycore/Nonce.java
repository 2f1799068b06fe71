package io.github.wxpaycore;

import java.util.UUID;

/**
 * Random text for {@code nonce_str}: at most 32 letters and digits, unpredictable.
 *
 * <pre>{@code
 * assert Nonce.next().matches("[0-9a-f]{32}");
 * }</pre>
 */
public final class Nonce {
    private Nonce() {
    }

    /** 32 hexadecimal digits, of them 122 bits from {@link java.security.SecureRandom}. */
    public static String next() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
