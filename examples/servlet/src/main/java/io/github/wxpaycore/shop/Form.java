package io.github.wxpaycore.shop;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A posted form. Not getParameter: Tomcat knows a form only when its media type is written in small letters. */
final class Form {
    private Form() {
    }

    static boolean isNamed(String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /** The fields, the first where a name occurs twice. Empty when this is no form. */
    static Map<String, String> read(byte[] bytes) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            for (String field : new String(bytes, StandardCharsets.UTF_8).split("&")) {
                String[] halves = field.split("=", 2);
                fields.putIfAbsent(decode(halves[0]), halves.length == 2 ? decode(halves[1]) : "");
            }
            return fields;
        } catch (IllegalArgumentException wrongPercent) {
            return Map.of();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
