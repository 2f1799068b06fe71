package io.github.wxpaycore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What crosses the border: lists go in as {@code (name NUL value NUL)*} in UTF-8. Answers come back as a code byte followed
 * by text, by a document, or by flags, count (two bytes) and fields; a refusal as {@code code field NUL offset NUL sentence}.
 */
final class Flat {
    private static final String NUL = "\0";

    private Flat() {
    }

    static byte[] of(Map<String, String> fields) {
        ByteArrayOutputStream flat = new ByteArrayOutputStream(512);
        Objects.requireNonNull(fields, "fields").forEach((name, value) -> {
            // The core refuses a name with a question mark, and so every name with what would become one.
            put(flat, Objects.requireNonNull(name, "name").replace(NUL, "?").getBytes(UTF_8));
            put(flat, utf8(name, value));
        });
        return flat.toByteArray();
    }

    private static void put(ByteArrayOutputStream flat, byte[] text) {
        flat.write(text, 0, text.length);
        flat.write(0);
    }

    /** A value; refuses NUL in it, and half of a surrogate pair, which {@code getBytes} replaces in silence. */
    static byte[] utf8(String name, String value) {
        byte[] bytes = Objects.requireNonNull(value, name).getBytes(UTF_8);
        boolean whole = new String(bytes, UTF_8).equals(value);
        if (!whole || value.contains(NUL)) {
            // The name as the core shows it: cut, and nothing in it that could forge a line of a log.
            String where = name.substring(0, Math.min(name.length(), 64)).replaceAll("[^!-~]", "?");
            throw whole ? new WxPayException(Code.CHAR, where + ", byte " + forbidden(value)) : new WxPayException(Code.UTF8, where);
        }
        return bytes;
    }

    /** Where in bytes the first character is that XML forbids; NUL is one, and cannot cross the border to be found there. */
    private static int forbidden(String value) {
        return value.split("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", 2)[0].getBytes(UTF_8).length;
    }

    /** An answer that is text. */
    static String text(byte[] answer) {
        return string(checked(answer), 1);
    }

    /** An answer that is a document. */
    static byte[] document(byte[] answer) {
        return Arrays.copyOfRange(checked(answer), 1, answer.length);
    }

    /** An answer that is a list of fields. */
    static Map<String, String> fields(byte[] answer) {
        String[] texts = string(checked(answer), 4).split(NUL, -1);
        Map<String, String> fields = new LinkedHashMap<>(texts.length);
        for (int i = 0; i + 1 < texts.length; i += 2) {
            fields.put(texts[i], texts[i + 1]);
        }
        return Collections.unmodifiableMap(fields);
    }

    /** Turns a refusal into an exception. */
    private static byte[] checked(byte[] answer) {
        if (answer == null) {
            throw new OutOfMemoryError("no memory for a native copy");
        }
        if (answer[0] != 0) {
            String[] place = string(answer, 1).split(NUL);
            String where = place[1].isEmpty() ? place[0] : place[0].isEmpty() ? "byte " + place[1] : place[0] + ", byte " + place[1];
            throw new WxPayException(Code.of(answer[0]), where);
        }
        return answer;
    }

    private static String string(byte[] bytes, int from) {
        return new String(bytes, from, bytes.length - from, UTF_8);
    }
}
