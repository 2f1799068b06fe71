package io.github.wxpaycore;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    private byte[] bytes = new byte[512];
    private int end;

    private Flat() {
    }

    static byte[] of(Map<String, String> fields) {
        Flat flat = new Flat();
        Objects.requireNonNull(fields, "fields").forEach((name, value) -> {
            flat.put(withoutNul(Objects.requireNonNull(name, "name")).getBytes(UTF_8));
            flat.put(utf8(name, withoutNul(Objects.requireNonNull(value, name))));
        });
        return Arrays.copyOf(flat.bytes, flat.end);
    }

    private void put(byte[] text) {
        end += text.length + 1; // a new array is full of NULs
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(text, 0, bytes, end - text.length - 1, text.length);
    }

    /** NUL would separate: U+0001 stands for it, as long and as forbidden in XML, so the core finds it and says where. */
    private static String withoutNul(String text) {
        return text.replace('\0', '\1');
    }

    /** Refuses half of a surrogate pair, which {@code getBytes} replaces by a question mark in silence; in a name the core refuses that. */
    static byte[] utf8(String name, String text) {
        byte[] bytes = Objects.requireNonNull(text, name).getBytes(UTF_8);
        if (!new String(bytes, UTF_8).equals(text)) {
            // The name as the core shows it: cut, and nothing in it that could forge a line of a log.
            throw new WxPayException(Code.UTF8, name.substring(0, Math.min(name.length(), 64)).replaceAll("[^!-~]", "?"));
        }
        return bytes;
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
