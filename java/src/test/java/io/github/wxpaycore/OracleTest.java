package io.github.wxpaycore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random lists against the JDK's digests. */
class OracleTest {
    private static final String NAME = "abcxyzABCXYZ_0189.-";
    private static final String TEXT = "abcXYZ 019&=<>]'\"\t\n\r茶付é😀\uFFFD";

    @Test
    void sameSignaturesAsTheJdk() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = random.nextInt(random.nextInt(20) == 0 ? 200 : 30); i >= 0; i--) {
                fields.put("f" + text(random, NAME, random.nextInt(14)), text(random, TEXT, random.nextInt(40)));
            }
            fields.put("last", "1");
            String secret = "k" + text(random, TEXT, random.nextInt(60));
            String seen = "seed " + seed + " round " + round;
            assertEquals(Plain.canonical(fields), WxPay.canonical(fields), seen);
            assertEquals(Plain.md5(fields, secret), WxPay.sign(fields, ApiKey.md5(secret)), seen);
            assertEquals(Plain.hmacSha256(fields, secret), WxPay.sign(fields, ApiKey.hmacSha256(secret)), seen);

            byte[] xml = WxPay.encodeSigned(fields, ApiKey.md5(secret), Kind.UNLISTED);
            Map<String, String> read = WxPay.decodeVerified(xml, ApiKey.md5(secret), Kind.UNLISTED).asMap();
            fields.values().removeIf(String::isEmpty);
            List<Map.Entry<String, String>> expected = new ArrayList<>(fields.entrySet());
            assertEquals(expected, new ArrayList<>(read.entrySet()), seen);

            Collections.shuffle(expected, random);
            Map<String, String> shuffled = new LinkedHashMap<>();
            expected.forEach(field -> shuffled.put(field.getKey(), field.getValue()));
            assertEquals(Plain.md5(fields, secret), WxPay.sign(shuffled, ApiKey.md5(secret)), seen);
        }
    }

    private static String text(Random random, String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
