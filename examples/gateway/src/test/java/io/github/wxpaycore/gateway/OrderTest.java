package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderTest {
    private static final String ORDER = "/pay/unifiedorder";
    private static final String QUERY = "/pay/orderquery";
    private static final String CLOSE = "/pay/closeorder";

    @AutoClose
    private final World world = new World(0.001);

    @ParameterizedTest
    @EnumSource(Sign.class)
    void theWholeJourney(Sign sign) throws Exception {
        Map<String, String> order = world.order("journey-1");
        order.put("sign_type", sign.label);
        order.put("attach", "uid=7&x=<1>");
        order.put("device_info", "WEB");
        Map<String, String> reply = world.call(ORDER, order, sign, World.KEY);
        assertEquals("SUCCESS", reply.get("result_code"));
        assertEquals("WEB", reply.get("device_info"));
        assertTrue(reply.get("prepay_id").matches("wx20[0-9]{12}[0-9a-f]{20}"));

        Map<String, String> query = world.about("journey-1");
        query.put("sign_type", sign.label);
        Map<String, String> before = world.call(QUERY, query, sign, World.KEY);
        assertEquals("NOTPAY", before.get("trade_state"));
        assertFalse(before.containsKey("total_fee"));

        assertEquals("requestPayment:ok", world.pay(world.requestPayment(reply.get("prepay_id"), sign)));
        world.awaitNotice("journey-1", "\"delivered\":true");
        String xml = world.received.remove();
        assertEquals(xml, world.get("/phone/notices/body?out_trade_no=journey-1").body());
        Map<String, String> notice = Xml.read(xml.getBytes(UTF_8));
        assertEquals(sign.of(notice, World.KEY), notice.get("sign"));
        assertFalse(notice.containsKey("sign_type"));
        assertEquals("uid=7&x=<1>", notice.get("attach"));
        assertEquals("200", notice.get("total_fee"));
        assertEquals("180", notice.get("cash_fee"));
        assertEquals("180", notice.get("settlement_total_fee"));
        assertEquals("20", notice.get("coupon_fee"));
        assertEquals("20", notice.get("coupon_fee_0"));
        assertEquals("1", notice.get("coupon_count"));
        assertEquals("NO_CASH", notice.get("coupon_type_0"));
        assertTrue(notice.get("transaction_id").matches("4200[0-9]{24}"));
        assertTrue(xml.contains("<total_fee>200</total_fee>") && xml.contains("<cash_fee><![CDATA[180]]></cash_fee>"));

        Map<String, String> byId = world.about("ignored-number");
        byId.put("transaction_id", notice.get("transaction_id"));
        byId.put("sign_type", sign.label);
        Map<String, String> after = world.call(QUERY, byId, sign, World.KEY);
        assertEquals("SUCCESS", after.get("trade_state"));
        assertEquals("journey-1", after.get("out_trade_no"));
        assertEquals(notice.get("time_end"), after.get("time_end"));
    }

    @Test
    void anOrderWithoutAttachHasAnEmptyOneInTheNotice() throws Exception {
        world.buy("no-attach");
        world.awaitNotice("no-attach", "\"delivered\":true");
        assertTrue(world.received.remove().contains("<attach><![CDATA[]]></attach>"));
    }

    @Test
    void oneFenLeavesNothingForACoupon() throws Exception {
        Map<String, String> order = world.order("one-fen");
        order.put("total_fee", "1");
        String prepayId = world.call(ORDER, order).get("prepay_id");
        assertEquals("requestPayment:ok", world.pay(world.requestPayment(prepayId, Sign.MD5)));
        world.awaitNotice("one-fen", "\"delivered\":true");
        String notice = world.received.remove();
        assertTrue(notice.contains("<cash_fee><![CDATA[1]]></cash_fee>") && !notice.contains("coupon"));
    }

    @Test
    void aForgedRequestIsRefused() throws Exception {
        assertEquals("签名错误", world.call(ORDER, world.order("forged-1"), Sign.MD5, "guess").get("return_msg"));
        Map<String, String> changed = world.order("forged-2");
        changed.put("sign", Sign.MD5.of(changed, World.KEY));
        changed.put("total_fee", "1");
        assertTrue(world.post(ORDER, Xml.write(changed)).body().contains("签名错误"));
        changed.remove("sign");
        assertTrue(world.post(ORDER, Xml.write(changed)).body().contains("签名错误"));
        assertEquals("ORDERNOTEXIST", world.call(QUERY, world.about("forged-2")).get("err_code"));
    }

    @Test
    void theSignTypeDecidesTheAlgorithm() throws Exception {
        assertEquals("签名错误", world.call(ORDER, world.order("algorithm"), Sign.HMAC_SHA256, World.KEY).get("return_msg"));
    }

    @Test
    void theKeyBeforeTheResetStillWorks() throws Exception {
        Map<String, String> reply = world.call(ORDER, world.order("rotation"), Sign.MD5, World.PREVIOUS_KEY);
        assertEquals("SUCCESS", reply.get("result_code"));
    }

    @Test
    void aNumberBelongsToOneOrder() throws Exception {
        String prepayId = world.call(ORDER, world.order("number-1")).get("prepay_id");
        assertEquals(prepayId, world.call(ORDER, world.order("number-1")).get("prepay_id"));
        Map<String, String> other = world.order("number-1");
        other.put("total_fee", "201");
        assertEquals("OUT_TRADE_NO_USED", world.call(ORDER, other).get("err_code"));
        assertNotEquals(prepayId, world.call(ORDER, world.order("NUMBER-1")).get("prepay_id"));
    }

    @Test
    void aPaidOrderStaysPaid() throws Exception {
        world.buy("paid-order");
        assertEquals("ORDERPAID", world.call(ORDER, world.order("paid-order")).get("err_code"));
        assertEquals("ORDERPAID", world.call(CLOSE, world.about("paid-order")).get("err_code"));
    }

    @Test
    void aClosedOrderCannotBePaid() throws Exception {
        String prepayId = world.call(ORDER, world.order("closed-order")).get("prepay_id");
        assertEquals("TRADE_STATE_ERROR", closeEarly("closed-later"));
        world.clock.move(Duration.ofSeconds(1));
        assertEquals("SUCCESS", world.call(CLOSE, world.about("closed-order")).get("result_code"));
        assertEquals("ORDERCLOSED", world.call(CLOSE, world.about("closed-order")).get("err_code"));
        assertEquals("ORDERCLOSED", world.call(ORDER, world.order("closed-order")).get("err_code"));
        assertEquals("CLOSED", world.call(QUERY, world.about("closed-order")).get("trade_state"));
        assertEquals("requestPayment:fail 该订单已关闭", world.pay(world.requestPayment(prepayId, Sign.MD5)));
        assertEquals("ORDERNOTEXIST", world.call(CLOSE, world.about("nobody-knows")).get("err_code"));
    }

    /** Places an order an hour from now, so that it is too young for certain. */
    private String closeEarly(String number) throws Exception {
        world.clock.move(Duration.ofHours(1));
        world.call(ORDER, world.order(number));
        world.clock.move(Duration.ofHours(-1));
        return world.call(CLOSE, world.about(number)).get("err_code");
    }

    @Test
    void anUnpaidOrderClosesAfterTwoHours() throws Exception {
        String prepayId = world.call(ORDER, world.order("too-late")).get("prepay_id");
        world.clock.move(Duration.ofHours(2).plusSeconds(1));
        assertEquals("CLOSED", world.call(QUERY, world.about("too-late")).get("trade_state"));
        assertEquals("requestPayment:fail 该订单已关闭", world.pay(world.requestPayment(prepayId, Sign.MD5)));
    }

    @ParameterizedTest
    @CsvSource({"appid, wxffffffffffffffff, APPID_NOT_EXIST", "appid, " + World.OTHER_APP + ", APPID_MCHID_NOT_MATCH",
        "mch_id, 1, MCHID_NOT_EXIST", "body, '', LACK_PARAMS", "openid, '', LACK_PARAMS", "total_fee, '', LACK_PARAMS"})
    void refusesWithACode(String name, String value, String code) throws Exception {
        Map<String, String> order = world.order("refused-1");
        order.put(name, value);
        assertEquals(code, world.call(ORDER, order).get("err_code"));
    }

    @ParameterizedTest
    @CsvSource({"total_fee, 0", "total_fee, -1", "total_fee, 1.5", "total_fee, ' 1'", "total_fee, 007", "total_fee, 1e2",
        "total_fee, １", "fee_type, USD", "trade_type, jsapi", "out_trade_no, a b c d", "out_trade_no, short",
        "spbill_create_ip, localhost", "spbill_create_ip, 1.2.3.256", "sign_type, SHA1", "time_expire, 20200101000000",
        "time_expire, tomorrow", "nonce_str, 123456789012345678901234567890123",
        "notify_url, http://127.0.0.1/notify.do?a=1", "notify_url, /notify.do", "notify_url, ftp://127.0.0.1/x",
        "notify_url, http://a b/", "notify_url, http://u@127.0.0.1/", "notify_url, http://127.0.0.1:99999/"})
    void refusesAWrongParameter(String name, String value) throws Exception {
        Map<String, String> order = world.order("refused-2");
        order.put(name, value);
        assertEquals("invalid " + name, world.call(ORDER, order).get("return_msg"));
    }

    @Test
    void otherTradeTypesGetTheirLinks() throws Exception {
        Map<String, String> code = world.order("native-1");
        code.putAll(Map.of("trade_type", "NATIVE", "product_id", "tea", "spbill_create_ip", "2001:db8::1"));
        assertTrue(world.call(ORDER, code).get("code_url").startsWith("weixin://wxpay/bizpayurl?pr="));
        Map<String, String> page = world.order("mweb-1");
        page.putAll(Map.of("trade_type", "MWEB", "scene_info", "{}"));
        assertTrue(world.call(ORDER, page).get("mweb_url").startsWith("https://"));
    }
}
