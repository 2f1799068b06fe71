package io.github.wxpaycore.gateway;

import java.security.SecureRandom;

/** Text nobody can guess. */
final class Nonce {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Nonce() {
    }

    static String letters(int length) {
        return from(LETTERS, length);
    }

    static String hex(int length) {
        return from("0123456789abcdef", length);
    }

    static String digits(int length) {
        return from("0123456789", length);
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String from(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
