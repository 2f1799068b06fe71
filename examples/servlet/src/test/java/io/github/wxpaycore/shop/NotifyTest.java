package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What notify.do does with notices: genuine ones are booked once, all others are answered FAIL and change nothing. */
class NotifyTest {
    private static ShopRig shop;

    @BeforeAll
    static void start() throws Exception {
        shop = new ShopRig();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    /** A forged or broken notice made from the genuine one of an order; the code it gets. */
    interface Forgery {
        String of(String outTradeNo);
    }

    static List<Arguments> forgeries() {
        List<Arguments> list = new ArrayList<>();
        add(list, "no sign", "NO_SIGN", no -> FakeWeChat.xml(shop.weChat.payment(no)));
        add(list, "empty sign", "NO_SIGN", no -> FakeWeChat.xml(with(shop.weChat.payment(no), "sign", "")));
        add(list, "amount changed after signing", "MISMATCH",
                no -> FakeWeChat.xml(with(shop.weChat.signed(shop.weChat.payment(no)), "total_fee", "1")));
        add(list, "DOCTYPE reading a file", "DOCTYPE", no -> "<!DOCTYPE xml [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                + shop.weChat.pay(no).replace("<xml>", "<xml><attach>&f;</attach>"));
        add(list, "the same element twice", "DUPLICATE",
                no -> shop.weChat.pay(no).replace("</xml>", "<total_fee>1200</total_fee></xml>"));
        add(list, "total_fee hidden in time_end", "AMBIGUOUS", no -> {
            Map<String, String> notice = shop.weChat.signed(shop.weChat.payment(no));
            notice.put("time_end", notice.get("time_end") + "&total_fee=" + notice.remove("total_fee"));
            return FakeWeChat.xml(notice);
        });
        add(list, "lower-case sign", "SIGN_FORMAT", no -> {
            Map<String, String> notice = shop.weChat.signed(shop.weChat.payment(no));
            return FakeWeChat.xml(with(notice, "sign", notice.get("sign").toLowerCase()));
        });
        add(list, "the other algorithm", "SIGN_TYPE", no -> FakeWeChat.xml(with(shop.weChat.payment(no), "sign",
                Oracle.sign(shop.weChat.payment(no), FakeWeChat.KEY, "HMAC-SHA256"))));
        add(list, "right signature, another amount", "IDENTITY", no -> shop.weChat.pay(no, "total_fee", "1"));
        add(list, "right signature, another currency", "IDENTITY", no -> shop.weChat.pay(no, "fee_type", "JPY"));
        add(list, "right signature, another app", "IDENTITY", no -> shop.weChat.pay(no, "appid", "wx0000000000000000"));
        add(list, "right signature, another merchant", "IDENTITY", no -> shop.weChat.pay(no, "mch_id", "10000101"));
        add(list, "right signature, an order nobody placed", "IDENTITY", no -> shop.weChat.pay(no, "out_trade_no", "20261124"));
        add(list, "an order query's answer", "FIELD", no -> shop.weChat.pay(no, "trade_state", "NOTPAY"));
        add(list, "an attribute", "STRUCTURE", no -> shop.weChat.pay(no).replace("<appid>", "<appid a=\"1\">"));
        add(list, "cut in the middle", "SYNTAX", no -> shop.weChat.pay(no).substring(0, 300));
        add(list, "empty body", "SYNTAX", no -> "");
        add(list, "not XML", "SYNTAX", no -> "return_code=SUCCESS&total_fee=1200");
        add(list, "too long", "SIZE", no -> shop.weChat.pay(no) + " ".repeat(64 * 1024));
        add(list, "far too long", "SIZE", no -> "<xml>" + "x".repeat(300_000) + "</xml>");
        return list;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("forgeries")
    void isRefusedAndBooksNothing(String name, String code, Forgery forgery) throws Exception {
        String outTradeNo = shop.phone.order();
        int before = shop.log.size();
        Map<String, String> answer = shop.phone.notice(forgery.of(outTradeNo));
        assertEquals(Map.of("return_code", "FAIL", "return_msg", code), answer);
        List<String> lines = shop.log.subList(before, shop.log.size());
        List<String> refusals = lines.stream().filter(line -> line.startsWith("notice refused: " + code)).toList();
        assertEquals(1, refusals.size(), lines.toString());
        assertFalse(refusals.get(0).contains(outTradeNo) || refusals.get(0).contains(FakeWeChat.KEY), refusals.get(0));
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo));
        // The genuine notice is still welcome.
        assertEquals("SUCCESS", shop.phone.notice(shop.weChat.pay(outTradeNo)).get("return_code"));
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
    }

    @Test
    void theGenuineNoticeAgainIsAnsweredSuccessAndBookedOnce() throws Exception {
        String outTradeNo = shop.phone.order();
        String notice = shop.weChat.pay(outTradeNo);
        for (int i = 0; i < 5; i++) {
            assertEquals(Map.of("return_code", "SUCCESS", "return_msg", "OK"), shop.phone.notice(notice));
        }
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
    }

    @Test
    void twentyNoticesAtOnceAreBookedOnce() throws Exception {
        String outTradeNo = shop.phone.order();
        String notice = shop.weChat.pay(outTradeNo);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<String>> posts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                posts.add(() -> shop.phone.notice(notice).get("return_code"));
            }
            for (Future<String> answer : threads.invokeAll(posts)) {
                assertEquals("SUCCESS", answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
    }

    @Test
    void aFailedPaymentIsRecordedAndNotBooked() throws Exception {
        String outTradeNo = shop.phone.order();
        String failed = shop.weChat.pay(outTradeNo, "trade_type", "PAP", "trade_state", "PAY_FAIL");
        assertEquals("SUCCESS", shop.phone.notice(failed).get("return_code"));
        assertEquals("PAYERROR 0", shop.phone.booked(outTradeNo));
        assertEquals("SUCCESS", shop.phone.notice(shop.weChat.pay(outTradeNo)).get("return_code"));
        assertEquals("SUCCESS", shop.phone.notice(failed).get("return_code"));
        assertEquals("PAID 1", shop.phone.booked(outTradeNo), "an old failure does not undo a payment");
        Map<String, String> bare = shop.weChat.payment(outTradeNo);
        bare.keySet().retainAll(List.of("appid", "mch_id", "return_code", "nonce_str"));
        bare.put("result_code", "FAIL");
        assertEquals("SUCCESS", shop.phone.notice(FakeWeChat.xml(shop.weChat.signed(bare))).get("return_code"));
    }

    @Test
    void anAbsentFeeTypeIsCny() throws Exception {
        String outTradeNo = shop.phone.order();
        assertEquals("SUCCESS", shop.phone.notice(shop.weChat.pay(outTradeNo, "fee_type", "")).get("return_code"));
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
    }

    @Test
    void thePreviousKeyStillCounts() throws Exception {
        try (ShopRig rotated = new ShopRig("api_key", "Z".repeat(32), "previous_key", FakeWeChat.KEY)) {
            rotated.weChat.orders.put("a", Map.of("total_fee", "1"));
            assertEquals("IDENTITY", rotated.phone.notice(rotated.weChat.pay("a")).get("return_msg"), "signature held, order unknown");
        }
    }

    @Test
    void rubbish() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[random.nextInt(3000)];
            random.nextBytes(body);
            assertEquals("FAIL", shop.phone.notice(body).get("return_code"));
        }
        String notice = shop.weChat.pay(shop.phone.order());
        for (int i = 0; i < 200; i++) {
            byte[] body = notice.getBytes(StandardCharsets.UTF_8);
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            shop.phone.notice(body);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sender gone       | Content-Length: 100        | <xml>           | true
            sender stalled    | Content-Length: 100        | <xml>           | false
            no chunk size     | Transfer-Encoding: chunked | ZZ\\r\\n<xml>   | false
            cut off in chunks | Transfer-Encoding: chunked | 64\\r\\n<xml>   | true
            """)
    void aBodyThatBreaksOffIsAnsweredFail(String name, String header, String body, boolean hangUp) throws Exception {
        String answer = shop.phone.raw("POST /notify.do HTTP/1.1\r\nHost: shop\r\n" + header + "\r\n\r\n" + body.translateEscapes(), hangUp);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        String xml = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertEquals(Map.of("return_code", "FAIL", "return_msg", "SYNTAX"), FakeWeChat.parse(xml.getBytes(StandardCharsets.UTF_8)));
        assertEquals("notice refused: its body broke off", shop.log.get(shop.log.size() - 1));
    }

    @Test
    void withoutTheDatabaseTheAnswerIsFailAndNothingIsHalfBooked() throws Exception {
        String outTradeNo = shop.phone.order();
        String notice = shop.weChat.pay(outTradeNo);
        Database admin = new Database(shop.jdbcUrl);
        admin.transaction(connection -> connection.createStatement().execute("ALTER TABLE bookings RENAME TO away"));
        assertEquals("DATABASE", shop.phone.notice(notice).get("return_msg"));
        admin.transaction(connection -> connection.createStatement().execute("ALTER TABLE away RENAME TO bookings"));
        assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo));
        assertEquals("SUCCESS", shop.phone.notice(notice).get("return_code"));
        assertEquals("PAID 1", shop.phone.booked(outTradeNo));
        assertTrue(shop.log.stream().anyMatch(line -> line.startsWith("notice not booked: ")));
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        fields.put(name, value);
        return fields;
    }

    private static void add(List<Arguments> list, String name, String code, Forgery forgery) {
        list.add(Arguments.of(name, code, forgery));
    }
}
