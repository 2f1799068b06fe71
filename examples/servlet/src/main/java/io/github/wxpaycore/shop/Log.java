package io.github.wxpaycore.shop;

/** Text from outside, made fit for a log: one line, and not too long. */
final class Log {
    private static final int LONGEST = 200;

    private Log() {
    }

    static String line(String text) {
        String line = String.valueOf(text).replaceAll("\\p{C}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
