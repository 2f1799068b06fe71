package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A gateway, and a shop that writes down the notices it gets and answers from a list. */
final class World implements AutoCloseable {
    static final String KEY = "0123456789abcdefghijklmnopqrstuv";
    static final String PREVIOUS_KEY = "zyxwvutsrqponmlkjihgfedcba987654";
    static final String SECRET = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
    static final String APP = "wx2421b1c4370ec43b";
    static final String MCH = "10000100";
    static final String OTHER_APP = "wxd930ea5d5a258f4f";
    static final String SUCCESS = "<xml><return_code><![CDATA[SUCCESS]]></return_code></xml>";

    record Answer(int status, String body, Map<String, String> headers) {
    }

    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    final Queue<String> received = new ConcurrentLinkedQueue<>();
    final MovableClock clock = new MovableClock();
    final Gateway gateway;
    final HttpServer shop;
    private final HttpClient client = HttpClient.newHttpClient();

    World(double scale) {
        try {
            gateway = new Gateway(0, new Merchants(List.of(
                    new Merchants.Merchant(MCH, APP, SECRET, List.of(KEY, PREVIOUS_KEY)),
                    new Merchants.Merchant("10000200", OTHER_APP, "other-secret", List.of("another-key")))), scale, clock);
            shop = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        shop.createContext("/notify.do", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer answer = answers.isEmpty() ? new Answer(200, SUCCESS, Map.of()) : answers.remove();
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status, answer.body.getBytes(UTF_8).length);
            exchange.getResponseBody().write(answer.body.getBytes(UTF_8));
            exchange.close();
        });
        shop.start();
    }

    String notifyUrl() {
        return "http://127.0.0.1:" + shop.getAddress().getPort() + "/notify.do";
    }

    /** Parameters of an order, to be changed by the test. */
    Map<String, String> order(String number) {
        return fields("appid", APP, "mch_id", MCH, "nonce_str", Nonce.letters(32), "body", "茶 & <tea>",
                "out_trade_no", number, "total_fee", "200", "spbill_create_ip", "127.0.0.1", "notify_url", notifyUrl(),
                "trade_type", "JSAPI", "openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    }

    Map<String, String> about(String number) {
        return fields("appid", APP, "mch_id", MCH, "nonce_str", Nonce.letters(32), "out_trade_no", number);
    }

    static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** Signs with MD5 and calls; the signature of the reply is checked if it must have one. */
    Map<String, String> call(String path, Map<String, String> fields) throws Exception {
        return call(path, fields, Sign.MD5, KEY);
    }

    Map<String, String> call(String path, Map<String, String> fields, Sign sign, String key) throws Exception {
        fields.put("sign", sign.of(fields, key));
        Map<String, String> reply = Xml.read(post(path, Xml.write(fields)).body().getBytes(UTF_8));
        if (reply.get("return_code").equals("SUCCESS")) {
            assertEquals(sign.of(reply, key), reply.get("sign"));
            assertFalse(reply.containsKey("sign_type"));
        } else {
            assertFalse(reply.containsKey("sign"));
        }
        return reply;
    }

    /** What the shop hands to wx.requestPayment. */
    Map<String, String> requestPayment(String prepayId, Sign sign) {
        Map<String, String> arguments = fields("appId", APP, "timeStamp", Long.toString(clock.instant().getEpochSecond()),
                "nonceStr", Nonce.letters(32), "package", "prepay_id=" + prepayId, "signType", sign.label);
        arguments.put("paySign", sign.of(arguments, KEY));
        return arguments;
    }

    String pay(Map<String, String> arguments) throws Exception {
        return Json.read(post("/phone/pay", json(arguments)).body()).get("errMsg");
    }

    /** Orders and pays; returns nothing, because everything is asked for afterwards. */
    void buy(String number) throws Exception {
        String prepayId = call("/pay/unifiedorder", order(number)).get("prepay_id");
        assertEquals("requestPayment:ok", pay(requestPayment(prepayId, Sign.MD5)));
    }

    static String json(Map<String, String> fields) {
        return Json.object(fields.entrySet().stream().flatMap(f -> java.util.stream.Stream.of(f.getKey(), f.getValue()))
                .toArray());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        return client.send(request.uri(URI.create(gateway.address() + path)).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    /** Waits until the delivery of a notice is in this state, and returns it. */
    String awaitNotice(String number, String part) throws Exception {
        for (int i = 0; i < 1000; i++) {
            String state = get("/phone/notices?out_trade_no=" + number).body();
            if (state.contains(part)) {
                return state;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no " + part + " within 20 seconds");
    }

    @Override
    public void close() {
        gateway.close();
        shop.stop(0);
    }

    static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void move(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
