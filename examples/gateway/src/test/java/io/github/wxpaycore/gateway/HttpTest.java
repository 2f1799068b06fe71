package io.github.wxpaycore.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTest {
    private static final String ORDER = "/pay/unifiedorder";

    @AutoClose
    private final World world = new World(0.001);

    @ParameterizedTest
    @CsvSource({"'', post数据为空", "<xml, XML格式错误", "<!DOCTYPE x><xml/>, XML格式错误", "<xml/>, 缺少参数:appid"})
    void refusesWhatIsNoMessage(String body, String text) throws Exception {
        assertTrue(world.post(ORDER, body).body().contains(text));
    }

    @Test
    void badHttpIsAnsweredAndSurvived() throws Exception {
        assertTrue(world.get(ORDER).body().contains("请使用post方法"));
        assertEquals(404, world.get("/pay/refund").statusCode());
        assertEquals(405, world.get("/phone/pay").statusCode());
        assertEquals(400, world.get("/log?since=x").statusCode());
        assertEquals(413, world.post(ORDER, "x".repeat(70_000)).statusCode());
        byte[] notUtf8 = "<xml><a>\u4e2d</a></xml>".getBytes("GBK");
        assertTrue(world.send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(notUtf8)), ORDER)
                .body().contains("编码格式错误"));
        assertEquals("SUCCESS", world.call(ORDER, world.order("still-alive")).get("result_code"));
    }
}
