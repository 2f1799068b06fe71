package io.github.wxpaycore;

import io.github.wxpaycore.WxPayException.Code;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What crosses the border: {@code (name NUL value NUL)*} in UTF-8 with the number of pairs; and the answers that come back,
 * a code byte followed by text, by a document, or by flags, count and the flat form.
 */
final class Flat {
    /** More than the core accepts. A longer list is cut here, and refused there by its length alone. */
    private static final int ENOUGH = 128 * 1024;

    private byte[] bytes = new byte[512];
    private int length;
    private int count;

    static Flat of(Map<String, String> fields) {
        Flat flat = new Flat();
        for (Map.Entry<String, String> field : Objects.requireNonNull(fields, "fields").entrySet()) {
            flat.add(field.getKey(), field.getValue());
        }
        return flat;
    }

    Flat add(String name, String value) {
        if (name == null) {
            throw new NullPointerException("a field name is null");
        }
        if (value == null) {
            throw new NullPointerException("the value of " + name + " is null");
        }
        if (put(name) != null) {
            throw new WxPayException(Code.NAME, shown(name), "not a usable field name");
        }
        Code fault = put(value);
        if (fault != null) {
            throw new WxPayException(fault, shown(name), fault == Code.CHAR ? "a character that XML forbids" : "the text is not valid Unicode");
        }
        count++;
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    int count() {
        return count;
    }

    /** Appends text and NUL; refuses NUL in it, and half of a surrogate pair, which {@code getBytes} replaces in silence. */
    private Code put(String text) {
        int end = text.length();
        if (length > ENOUGH || end > ENOUGH) {
            length = ENOUGH + 1;
            bytes = bytes.length < length ? Arrays.copyOf(bytes, length) : bytes;
            return null;
        }
        int room = length + 3 * end + 1;
        if (room > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(room, 2 * bytes.length));
        }
        byte[] out = bytes;
        int to = length;
        int i = 0;
        // From 1 to 0x7F in one comparison.
        while (i < end && (char) (text.charAt(i) - 1) < 0x7F) {
            out[to++] = (byte) text.charAt(i++);
        }
        if (i < end) {
            if (text.indexOf(0, i) >= 0) {
                return Code.CHAR;
            }
            ByteBuffer rest = ByteBuffer.wrap(out, to, 3 * (end - i));
            if (StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text, i, end), rest, true).isError()) {
                return Code.UTF8;
            }
            to = rest.position();
        }
        out[to++] = 0;
        length = to;
        return null;
    }

    /** An answer that is text. */
    static String text(byte[] answer) {
        check(answer);
        return new String(answer, 1, answer.length - 1, StandardCharsets.UTF_8);
    }

    /** An answer that is a document. */
    static byte[] document(byte[] answer) {
        check(answer);
        return Arrays.copyOfRange(answer, 1, answer.length);
    }

    /** An answer that is a list of fields: code, flags, count (two bytes), the flat form. */
    static Map<String, String> fields(byte[] answer) {
        check(answer);
        int count = (answer[2] & 0xFF) << 8 | answer[3] & 0xFF;
        Map<String, String> fields = new LinkedHashMap<>(2 * count);
        for (int at = 4, i = 0; i < count; i++) {
            int name = end(answer, at);
            int value = end(answer, name + 1);
            fields.put(string(answer, at, name), string(answer, name + 1, value));
            at = value + 1;
        }
        return Collections.unmodifiableMap(fields);
    }

    /** Turns a refusal, {@code code field NUL offset NUL sentence}, into an exception. */
    private static void check(byte[] answer) {
        if (answer == null) {
            throw new OutOfMemoryError("no memory for a native copy");
        }
        if (answer[0] != 0) {
            int field = end(answer, 1);
            int offset = end(answer, field + 1);
            String where = string(answer, 1, field);
            if (offset > field + 1) {
                where += (where.isEmpty() ? "byte " : ", byte ") + string(answer, field + 1, offset);
            }
            throw new WxPayException(Code.of(answer[0]), where, string(answer, offset + 1, answer.length));
        }
    }

    /** A name as the core shows it: cut, and nothing in it that could forge a line of a log. */
    private static String shown(String name) {
        return name.substring(0, Math.min(name.length(), 64)).replaceAll("[^!-~]", "?");
    }

    private static int end(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != 0) {
            at++;
        }
        return at;
    }

    private static String string(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
