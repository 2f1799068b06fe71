package io.github.wxpaycore;

import java.security.SecureRandom;

/**
 * Random text for {@code nonce_str}: at most 32 letters and digits, unpredictable.
 *
 * <pre>{@code
 * assert Nonce.next().matches("[A-Z2-7]{32}");
 * }</pre>
 */
public final class Nonce {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Nonce() {
    }

    /** 32 letters and digits, 160 bits. */
    public static String next() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        StringBuilder text = new StringBuilder(random.length);
        for (byte b : random) {
            text.append(ALPHABET.charAt(b & 31));
        }
        return text.toString();
    }
}
