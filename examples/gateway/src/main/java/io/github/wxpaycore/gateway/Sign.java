package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two signatures of API v2. */
enum Sign {
    MD5("MD5") {
        @Override
        byte[] digest(byte[] text, byte[] key) throws GeneralSecurityException {
            return MessageDigest.getInstance("MD5").digest(text);
        }
    },
    HMAC_SHA256("HMAC-SHA256") {
        @Override
        byte[] digest(byte[] text, byte[] key) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        }
    };

    /** The spelling used in sign_type and signType. */
    final String label;

    Sign(String label) {
        this.label = label;
    }

    abstract byte[] digest(byte[] text, byte[] key) throws GeneralSecurityException;

    /** The algorithm a sign_type asks for; MD5 when there is none. */
    static Optional<Sign> named(String signType) {
        String name = signType == null || signType.isEmpty() ? MD5.label : signType;
        return Arrays.stream(values()).filter(sign -> sign.label.equals(name)).findFirst();
    }

    /** The signature of the fields, in capitals. A field called sign and empty fields have no part in it. */
    String of(Map<String, String> fields, String key) {
        byte[] text = (text(fields) + "&key=" + key).getBytes(UTF_8);
        try {
            return HexFormat.of().withUpperCase().formatHex(digest(text, key.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + label, e);
        }
    }

    /** Name=value pairs in the byte order of their names, joined by an ampersand, nothing escaped. */
    static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("sign") && !field.getValue().isEmpty())
                .sorted((a, b) -> Arrays.compareUnsigned(a.getKey().getBytes(UTF_8), b.getKey().getBytes(UTF_8)))
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }

    /** Compares two secrets in a time that does not tell where they differ. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }
}
