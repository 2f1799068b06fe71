package io.github.wxpaycore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corpus that every language runs (tests/README.md tells its form), here through JNI. */
class CorpusTest {
    /** Where {@code cargo xtask conformance} wants to read every answer. */
    private static final String CONFORMANCE_OUT = System.getenv("CONFORMANCE_OUT");

    @ParameterizedTest
    @ValueSource(strings = {"vectors", "hostile", "genuine", "outgoing"})
    void corpus(String file) throws Exception {
        JsonArray cases = JsonParser.parseString(Files.readString(Path.of("../tests/corpus", file + ".json"))).getAsJsonArray();
        assertTrue(cases.size() > 0);
        List<String> failures = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (JsonElement each : cases) {
            JsonObject test = each.getAsJsonObject();
            try {
                run(test, answers).ifPresent(difference -> failures.add(test.get("id").getAsString() + ": " + difference));
            } catch (RuntimeException e) {
                failures.add(test.get("id").getAsString() + ": " + e);
            }
        }
        if (CONFORMANCE_OUT != null) {
            Files.write(Path.of(CONFORMANCE_OUT), answers, CREATE, APPEND);
        }
        assertEquals("", String.join("\n", failures), () -> failures.size() + " of " + cases.size() + " cases of " + file);
    }

    /** What differs from what is wanted; every answer is noted. */
    private static Optional<String> run(JsonObject test, List<String> answers) throws Exception {
        String id = test.get("id").getAsString();
        JsonObject want = test.getAsJsonObject("want");
        if (test.has("xml_cut")) {
            byte[] whole = test.get("xml_cut").getAsString().getBytes(UTF_8);
            List<String> codes = new ArrayList<>();
            want.getAsJsonArray("codes").forEach(code -> codes.add(code.getAsString()));
            for (int length = 0; length <= whole.length; length++) {
                Outcome outcome = Outcome.of(test, Arrays.copyOf(whole, length));
                answers.add(id + "@" + length + "\t" + outcome.answer());
                if (length < whole.length ? !codes.contains(outcome.code) : !outcome.code.equals("OK")) {
                    return Optional.of("cut after " + length + " bytes gave " + outcome.code);
                }
            }
            return Optional.empty();
        }
        Outcome outcome = Outcome.of(test, document(test));
        answers.add(id + "\t" + outcome.answer());
        String expected = want.toString();
        String got = outcome.like(want);
        return got.equals(expected) ? Optional.empty() : Optional.of("want " + cut(expected) + " got " + cut(got));
    }

    private static String cut(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    private static byte[] document(JsonObject test) {
        if (test.has("xml_base64")) {
            return Base64.getDecoder().decode(test.get("xml_base64").getAsString());
        }
        JsonElement text = test.has("xml_repeat") ? test.get("xml_repeat") : test.get("xml");
        return text == null ? null : text(text).getBytes(UTF_8);
    }

    private static String text(JsonElement text) {
        if (text.isJsonPrimitive()) {
            return text.getAsString();
        }
        JsonObject parts = text.getAsJsonObject();
        return parts.get("prefix").getAsString() + parts.get("unit").getAsString().repeat(parts.get("times").getAsInt())
            + parts.get("suffix").getAsString();
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().replace("_", "").equalsIgnoreCase(name.replace("_", ""))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind " + name);
    }

    private static ApiKey key(JsonObject key) {
        String secret = key.get("secret").getAsString();
        ApiKey current = switch (key.get("use").getAsString()) {
            case "md5" -> ApiKey.md5(secret);
            case "hmac_sha256" -> ApiKey.hmacSha256(secret);
            default -> ApiKey.verifyOnly(secret);
        };
        return key.get("previous").isJsonNull() ? current : current.orPrevious(key.get("previous").getAsString());
    }

    private static Pairs pairs(JsonElement list) {
        Pairs pairs = new Pairs();
        list.getAsJsonArray().forEach(pair -> pairs.add(text(pair.getAsJsonArray().get(0)), text(pair.getAsJsonArray().get(1))));
        return pairs;
    }

    /** A map that, like {@link java.util.IdentityHashMap}, can hold a name twice. */
    private static final class Pairs extends AbstractMap<String, String> {
        private final List<Entry<String, String>> list = new ArrayList<>();

        void add(String name, String value) {
            list.add(Map.entry(name, value));
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, String>> iterator() {
                    return list.iterator();
                }

                @Override
                public int size() {
                    return list.size();
                }
            };
        }
    }

    /** What a call gave. */
    private static final class Outcome {
        private String code = "OK";
        private String where = "";
        private String text;
        private Map<String, String> fields;
        private Verified verified;

        static Outcome of(JsonObject test, byte[] xml) {
            Outcome outcome = new Outcome();
            try {
                outcome.call(test, xml);
            } catch (WxPayException refused) {
                outcome.code = refused.code().name();
                outcome.where = refused.where();
            }
            return outcome;
        }

        private void call(JsonObject test, byte[] xml) {
            Pairs list = test.has("fields") ? pairs(test.get("fields")) : new Pairs();
            if (test.has("run")) {
                JsonObject run = test.getAsJsonObject("run");
                for (int i = 0; i < run.get("count").getAsInt(); i++) {
                    list.add(String.format("%s%04d", run.get("prefix").getAsString(), i), run.get("value").getAsString());
                }
            }
            ApiKey key = test.has("key") ? key(test.getAsJsonObject("key")) : null;
            Kind kind = test.has("kind") ? kind(test.get("kind").getAsString()) : null;
            switch (test.get("verb").getAsString()) {
                case "canonical" -> text = WxPay.canonical(list);
                case "sign" -> text = WxPay.sign(list, key);
                case "encode" -> text = new String(WxPay.encode(list), UTF_8);
                case "encode_signed" -> text = new String(WxPay.encodeSigned(list, key, kind), UTF_8);
                case "verify" -> verified = WxPay.verify(list, key, kind);
                case "decode_verified" -> verified = WxPay.decodeVerified(xml, key, kind);
                case "decode_unverified" -> fields = WxPay.decodeUnverified(xml);
                case "expect" -> verified = WxPay.decodeVerified(xml, key, kind).expect(pairs(test.get("expected")));
                case "mini_program" ->
                    fields = WxPay.miniProgram(list.get("appId"), list.get("prepayId"), list.get("nonceStr"), list.get("timeStamp"), key);
                default -> throw new IllegalArgumentException("no verb " + test.get("verb"));
            }
            fields = verified == null ? fields : verified.asMap();
        }

        /** This outcome in the line format of {@code cargo xtask conformance}. */
        String answer() throws Exception {
            if (!code.equals("OK")) {
                return code + "\t" + where;
            }
            StringBuilder result = new StringBuilder();
            if (fields == null) {
                result.append(text);
            } else {
                fields.forEach((name, value) -> result.append(name).append('\0').append(value).append('\0'));
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(result.toString().getBytes(UTF_8));
            String flags = (verified != null && verified.succeeded() ? " succeeded" : "")
                + (verified != null && verified.signedWithPreviousKey() ? " previous" : "");
            return String.format("OK\t%064x%s", new BigInteger(1, hash), flags);
        }

        /** This outcome in the form of {@code want}, with the members that it has. */
        String like(JsonObject want) {
            JsonObject got = new JsonObject();
            boolean previousKey = verified != null && verified.signedWithPreviousKey();
            for (String member : want.keySet()) {
                switch (member) {
                    case "code" -> got.addProperty(member, code);
                    case "field" -> got.addProperty(member, where.replaceFirst("(, |^)byte \\d+$", ""));
                    case "offset" -> got.addProperty(member, where.matches(".*byte \\d+") ? Integer.valueOf(where.replaceFirst(".*byte ", "")) : null);
                    case "text" -> got.add(member, text(want.get(member)).equals(text) ? want.get(member) : json(text));
                    case "fields" -> got.add(member, fields == null ? null : list(want.getAsJsonArray(member)));
                    case "succeeded" -> got.addProperty(member, verified != null && verified.succeeded());
                    case "previous_key" -> got.addProperty(member, previousKey);
                    default -> throw new IllegalArgumentException("no member " + member);
                }
            }
            if (previousKey && !want.has("previous_key")) {
                got.addProperty("previous_key", true);
            }
            return got.toString();
        }

        private JsonElement list(JsonArray wanted) {
            if (new ArrayList<>(pairs(wanted).entrySet()).equals(new ArrayList<>(fields.entrySet()))) {
                return wanted;
            }
            JsonArray list = new JsonArray();
            fields.forEach((name, value) -> {
                JsonArray pair = new JsonArray();
                pair.add(name);
                pair.add(value);
                list.add(pair);
            });
            return list;
        }

        private static JsonElement json(String text) {
            return text == null ? JsonNull.INSTANCE : new JsonPrimitive(text);
        }
    }
}
