package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the login code to the booked payment, and every way in which prepay.do says no. */
class FlowTest {

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "HMAC-SHA256"})
    void anOrderIsPlacedPaidAndBooked(String signType) throws Exception {
        try (ShopRig shop = new ShopRig("sign_type", signType)) {
            HttpResponse<String> answer = shop.phone.prepay("{\"code\":\"071abc\",\"item\":\"tea\",\"total_fee\":1}");
            assertEquals(200, answer.statusCode(), answer.body());
            JsonObject pay = JsonParser.parseString(answer.body()).getAsJsonObject();
            assertEquals(Set.of("out_trade_no", "timeStamp", "nonceStr", "package", "signType", "paySign"), pay.keySet());

            String outTradeNo = pay.get("out_trade_no").getAsString();
            Map<String, String> order = shop.weChat.orders.get(outTradeNo);
            assertEquals("1200", order.get("total_fee"), "the price is the server's");
            assertEquals("JSAPI", order.get("trade_type"));
            assertEquals(FakeWeChat.OPENID, order.get("openid"));
            assertEquals("127.0.0.1", order.get("spbill_create_ip"));
            assertEquals(shop.address + "/notify.do", order.get("notify_url"));
            assertEquals(signType.equals("MD5") ? null : signType, order.get("sign_type"));
            assertTrue(order.get("body").contains("龙井茶"));

            assertEquals(signType, pay.get("signType").getAsString());
            assertTrue(pay.get("package").getAsString().startsWith("prepay_id=wx24114520"));
            long age = Instant.now().getEpochSecond() - Long.parseLong(pay.get("timeStamp").getAsString());
            assertTrue(age >= 0 && age < 60, "timeStamp counts seconds");
            Map<String, String> signed = pay.keySet().stream().filter(n -> !Set.of("out_trade_no", "paySign").contains(n))
                    .collect(Collectors.toMap(n -> n, n -> pay.get(n).getAsString()));
            signed.put("appId", FakeWeChat.APPID);
            assertEquals(Oracle.sign(signed, FakeWeChat.KEY, signType), pay.get("paySign").getAsString());

            assertEquals("NOTPAY 0", shop.phone.booked(outTradeNo));
            assertEquals("SUCCESS", shop.phone.notice(shop.weChat.pay(outTradeNo)).get("return_code"));
            assertEquals("PAID 1", shop.phone.booked(outTradeNo));
            assertEquals(1200, shop.phone.state(outTradeNo).get("total_fee").getAsInt());
            assertEquals(shop.weChat.payments.get(outTradeNo).get("transaction_id"),
                    shop.phone.state(outTradeNo).get("transaction_id").getAsString());

            String everything = answer.body() + shop.log;
            assertFalse(everything.contains(FakeWeChat.SESSION_KEY) || everything.contains(FakeWeChat.KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"})
    void aFormIsAsGoodAsJson(String type) throws Exception {
        try (ShopRig shop = new ShopRig()) {
            HttpResponse<String> answer = shop.phone.send(shop.phone.to("/prepay.do")
                    .header("Content-Type", type).POST(BodyPublishers.ofString("code=%3071abc&item=cake&item=gold&x")));
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    @Test
    void aBadFormIsRefused() throws Exception {
        try (ShopRig shop = new ShopRig()) {
            for (String form : new String[] {"", "&=&", "item=cake", "code=%zz&item=cake", "code=071abc&item=cake" + "&".repeat(5000)}) {
                assertRefused(shop.phone.send(shop.phone.to("/prepay.do").header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))), 400, "ARG", "code");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"item":"tea"}                          | 400 | ARG | code
            {"code":"","item":"tea"}                | 400 | ARG | code
            {"code":"a b","item":"tea"}             | 400 | ARG | code
            {"code":{"a":1},"item":"tea"}           | 400 | ARG | code
            {"code":"071abc"}                       | 400 | ARG | item
            {"code":"071abc","item":"gold"}         | 400 | ARG | item
            {"code":"071abc","item":"tea"           | 400 | ARG | code
            [[[[                                    | 400 | ARG | code
            null                                    | 400 | ARG | code
            """)
    void aBadWishIsRefused(String json, int status, String error, String where) throws Exception {
        try (ShopRig shop = new ShopRig()) {
            assertRefused(shop.phone.prepay(json), status, error, where);
            assertRefused(shop.phone.prepay(json + " ".repeat(5000)), 400, "ARG", "code");
            assertTrue(shop.weChat.orders.isEmpty());
        }
    }

    @Test
    void loginCodes() throws Exception {
        try (ShopRig shop = new ShopRig()) {
            shop.weChat.session = "{\"errcode\":40163,\"errmsg\":\"code been used\"}";
            assertRefused(shop.phone.prepay("{\"code\":\"071abc\",\"item\":\"tea\"}"), 400, "LOGIN", "code");
            shop.weChat.session = "{\"errcode\":40125,\"errmsg\":\"invalid appsecret secret-of-the-app\"}";
            assertRefused(shop.phone.prepay("{\"code\":\"071abc\",\"item\":\"tea\"}"), 502, "LOGIN", "");
            shop.weChat.session = "<html>";
            assertRefused(shop.phone.prepay("{\"code\":\"071abc\",\"item\":\"tea\"}"), 502, "LOGIN", "");
            assertFalse(shop.log.toString().contains("secret-of-the-app"));
        }
    }

    @Test
    void repliesThatProveNothing() throws Exception {
        String wish = "{\"code\":\"071abc\",\"item\":\"tea\"}";
        try (ShopRig shop = new ShopRig()) {
            shop.weChat.rewrite = xml -> "<xml><return_code>FAIL</return_code><return_msg><![CDATA[签名错误\n\u2028\u2029]]></return_msg></xml>";
            assertRefused(shop.phone.prepay(wish), 502, "NO_SIGN", "sign");
            assertTrue(shop.log.contains("unifiedorder: 签名错误   "), shop.log.toString());
            shop.weChat.rewrite = xml -> xml.replace("prepay_id><![CDATA[wx24", "prepay_id><![CDATA[wx25");
            assertRefused(shop.phone.prepay(wish), 502, "MISMATCH", "sign");
            shop.weChat.rewrite = xml -> xml + "<!--" + " ".repeat(70_000) + "-->";
            assertRefused(shop.phone.prepay(wish), 502, "GATEWAY", "");
            shop.weChat.rewrite = xml -> xml;
            shop.weChat.change = reply -> {
                reply.put("mch_id", "10000101");
                return reply;
            };
            assertRefused(shop.phone.prepay(wish), 502, "IDENTITY", "mch_id");
            shop.weChat.change = reply -> {
                FakeWeChat.put(reply, "result_code", "FAIL", "err_code", "OUT_TRADE_NO_USED", "err_code_des", "商户订单号重复");
                return reply;
            };
            assertRefused(shop.phone.prepay(wish), 502, "OUT_TRADE_NO_USED", "");
        }
    }

    @Test
    void weChatOutOfReach() throws Exception {
        try (ShopRig shop = new ShopRig("api_base", "http://127.0.0.1:9")) {
            assertRefused(shop.phone.prepay("{\"code\":\"071abc\",\"item\":\"tea\"}"), 502, "GATEWAY", "");
        }
    }

    @Test
    void weChatTooSlow() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ShopRig shop = new ShopRig()) {
            shop.weChat.rewrite = xml -> {
                try {
                    over.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                return xml;
            };
            assertRefused(shop.phone.prepay("{\"code\":\"071abc\",\"item\":\"tea\"}"), 502, "GATEWAY", "");
            over.countDown();
        }
    }

    @Test
    void forwardedAddressesCountOnlyFromOurProxy() throws Exception {
        String wish = "{\"code\":\"071abc\",\"item\":\"tea\"}";
        try (ShopRig shop = new ShopRig()) {
            shop.phone.prepay(wish, "X-Forwarded-For", "1.2.3.4, 203.0.113.9");
            assertEquals("203.0.113.9", shop.weChat.orders.values().iterator().next().get("spbill_create_ip"));
        }
        try (ShopRig shop = new ShopRig("trusted_proxy", "10.0.0.1")) {
            shop.phone.prepay(wish, "X-Forwarded-For", "203.0.113.9");
            assertEquals("127.0.0.1", shop.weChat.orders.values().iterator().next().get("spbill_create_ip"));
        }
    }

    @Test
    void theResultPage() throws Exception {
        try (ShopRig shop = new ShopRig()) {
            String outTradeNo = shop.phone.order();
            String path = "/result.jsp?out_trade_no=" + outTradeNo;
            String waiting = shop.phone.send(shop.phone.to(path).header("Accept-Language", "zh-CN").GET()).body();
            assertTrue(waiting.contains("等待支付结果") && waiting.contains("http-equiv=\"refresh\""), waiting);
            shop.phone.notice(shop.weChat.pay(outTradeNo));
            HttpResponse<String> paid = shop.phone.send(shop.phone.to(path).header("Accept-Language", "en-GB,en").GET());
            assertTrue(paid.body().contains("Paid") && paid.body().contains("¥12.00") && paid.body().contains("Longjing tea"));
            assertTrue(paid.headers().firstValue("X-Powered-By").isEmpty());
            assertTrue(paid.headers().firstValue("Set-Cookie").isEmpty());
            assertFalse(paid.body().contains("refresh"));
            String strange = shop.phone.send(shop.phone.to("/result.jsp?out_trade_no=%3Cscript%3E").GET()).body();
            assertTrue(strange.contains("没有这个订单") && !strange.contains("<script"), strange);
        }
    }

    @Test
    void errorPagesArePlain() throws Exception {
        try (ShopRig shop = new ShopRig()) {
            for (String path : new String[] {"/", "/nothing", "/notify.do", "/WEB-INF/web.xml", "/%2e%2e/x"}) {
                HttpResponse<String> answer = shop.phone.send(shop.phone.to(path).GET());
                assertTrue(answer.statusCode() >= 400, path);
                assertFalse(answer.body().contains("Tomcat") || answer.body().contains("Exception"), answer.body());
            }
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String error, String where) {
        assertEquals(status, answer.statusCode(), answer.body());
        JsonObject no = JsonParser.parseString(answer.body()).getAsJsonObject();
        assertEquals(error, no.get("error").getAsString(), answer.body());
        assertEquals(where == null ? "" : where, no.get("where").getAsString(), answer.body());
    }
}
