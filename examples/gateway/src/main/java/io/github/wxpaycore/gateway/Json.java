package io.github.wxpaycore.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/** The little JSON the phone side needs: flat objects, read with text values only. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Writes an object from names and values in turn; values are text, numbers, booleans. */
    static String object(Object... namesAndValues) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            json.append(i == 0 ? "" : ",").append(quote(namesAndValues[i].toString())).append(':')
                    .append(value instanceof String string ? quote(string) : value.toString());
        }
        return json.append('}').toString();
    }

    private static String quote(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' || Character.isSurrogate((char) c) || c == '\u2028' || c == '\u2029') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    /**
     * Reads an object whose values are all text.
     *
     * @throws IllegalArgumentException if it is anything else, or a name comes twice
     */
    static Map<String, String> read(String text) {
        return new Json(text).object();
    }

    private Map<String, String> object() {
        Map<String, String> fields = new LinkedHashMap<>();
        expect('{');
        if (!next('}')) {
            do {
                String name = string("a name");
                expect(':');
                if (fields.put(name, string(name)) != null) {
                    throw new IllegalArgumentException(name + " comes twice");
                }
            } while (next(','));
            expect('}');
        }
        space();
        if (at < text.length()) {
            throw new IllegalArgumentException("text after the object");
        }
        return fields;
    }

    private String string(String what) {
        if (!next('"')) {
            throw new IllegalArgumentException(what + " must be a string");
        }
        StringBuilder value = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            if (c < ' ') {
                throw new IllegalArgumentException("a control character in a string");
            }
            value.append(c == '\\' ? escape() : c);
        }
        return value.toString();
    }

    private char escape() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex(4);
            default -> throw new IllegalArgumentException("an unknown escape");
        };
    }

    private char hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            char c = take();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("a wrong \\u escape");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private char take() {
        if (at == text.length()) {
            throw new IllegalArgumentException("the object is cut off");
        }
        return text.charAt(at++);
    }

    private boolean next(char wanted) {
        space();
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char wanted) {
        if (!next(wanted)) {
            throw new IllegalArgumentException("a " + wanted + " is missing");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
