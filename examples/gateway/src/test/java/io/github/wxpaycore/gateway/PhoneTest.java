package io.github.wxpaycore.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneTest {
    private static final String ORDER = "/pay/unifiedorder";
    private static final String QUERY = "/pay/orderquery";

    @AutoClose
    private final World world = new World(0.001);

    @ParameterizedTest
    @CsvSource({"package, prepay_id=wx0, 调用支付JSAPI缺少参数:total_fee", "appId, wx0, appId与下单时不一致",
        "signType, HMAC-SHA256, signType与下单时不一致", "nonceStr, changed, 支付验证签名失败", "paySign, 00, 支付验证签名失败",
        "timeStamp, 1395712654000, timeStamp须为10位秒级时间戳，且不能过期",
        "timeStamp, 1395712654, timeStamp须为10位秒级时间戳，且不能过期", "paySign, '', parameter error: paySign is missing",
        "package, wx0, parameter error: package must begin with prepay_id="})
    void thePhoneRefuses(String name, String value, String text) throws Exception {
        String prepayId = world.call(ORDER, world.order("phone-1")).get("prepay_id");
        Map<String, String> arguments = world.requestPayment(prepayId, Sign.MD5);
        arguments.put(name, value);
        assertEquals("requestPayment:fail " + text, world.pay(arguments));
        assertEquals("NOTPAY", world.call(QUERY, world.about("phone-1")).get("trade_state"));
    }

    @Test
    void thePhoneWantsATimeStampInText() throws Exception {
        assertEquals("{\"errMsg\":\"requestPayment:fail parameter error: timeStamp must be a string\"}",
                world.post("/phone/pay", "{\"timeStamp\":1395712654}").body());
    }

    @Test
    void anOrderIsPaidOnceHoweverManyTry() throws Exception {
        String prepayId = world.call(ORDER, world.order("crowd-1")).get("prepay_id");
        var threads = Executors.newFixedThreadPool(16);
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            tries.add(() -> world.pay(world.requestPayment(prepayId, Sign.MD5)));
        }
        long paid = 0;
        for (Future<String> result : threads.invokeAll(tries)) {
            paid += result.get().equals("requestPayment:ok") ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(1, paid);
    }
}
