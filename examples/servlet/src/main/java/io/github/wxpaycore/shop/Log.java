package io.github.wxpaycore.shop;

/** Text from outside, made fit for a log: one line, and not too long. */
final class Log {
    private static final int LONGEST = 200;

    private Log() {
    }

    static String line(String text) {
        // Control characters, and the two Unicode line ends, which are none.
        String line = String.valueOf(text).replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
