package io.github.wxpaycore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature rules once more, with the JDK's own digests and no line shared with the core. */
final class Plain {
    private Plain() {
    }

    /** ASCII names only, so that the order of chars is the order of bytes. */
    static String canonical(Map<String, String> fields) {
        return new TreeMap<>(fields).entrySet().stream()
            .filter(field -> !field.getValue().isEmpty() && !field.getKey().equals("sign"))
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("&"));
    }

    static String md5(Map<String, String> fields, String secret) throws Exception {
        return hex(MessageDigest.getInstance("MD5").digest(signed(fields, secret)));
    }

    static String hmacSha256(Map<String, String> fields, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return hex(mac.doFinal(signed(fields, secret)));
    }

    private static byte[] signed(Map<String, String> fields, String secret) {
        return (canonical(fields) + "&key=" + secret).getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
