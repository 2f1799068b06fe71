package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.wxpaycore.gateway.World.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private static final String FAIL = "<xml><return_code>FAIL</return_code><return_msg>BUSY</return_msg></xml>";

    @AutoClose
    private final World world = new World(0.001);

    @Test
    void sendsTheSameNoticeUntilTheShopUnderstands() throws Exception {
        world.answers.addAll(List.of(
                new Answer(500, World.SUCCESS, Map.of()),
                new Answer(302, World.SUCCESS, Map.of("Location", world.notifyUrl())),
                new Answer(200, FAIL, Map.of()),
                new Answer(200, "SUCCESS", Map.of()),
                new Answer(200, "x".repeat(100_000), Map.of())));
        world.buy("retry-1");
        String state = world.awaitNotice("retry-1", "\"delivered\":true");
        assertEquals(Json.object("paid", true, "attempts", 6, "delivered", true, "last_answer", World.SUCCESS), state);
        assertEquals(6, world.received.size());
        assertEquals(1, Set.copyOf(world.received).size());
    }

    @Test
    void givesUpWhenTheScheduleEnds() throws Exception {
        try (World fast = new World(0.00001)) {
            for (int i = 0; i < 15; i++) {
                fast.answers.add(new Answer(200, FAIL, Map.of()));
            }
            fast.answers.add(new Answer(503, "the last", Map.of()));
            fast.buy("hopeless");
            fast.awaitNotice("hopeless", "\"attempts\":16,\"delivered\":false,\"last_answer\":\"HTTP 503: the last\"");
            assertEquals(16, fast.received.size());
        }
    }

    @Test
    void goesOnWhenNobodyListens() throws Exception {
        try (World fast = new World(0.00001)) {
            Map<String, String> order = fast.order("nobody-1");
            order.put("notify_url", "http://127.0.0.1:1/notify.do");
            String prepayId = fast.call("/pay/unifiedorder", order).get("prepay_id");
            assertEquals("requestPayment:ok", fast.pay(fast.requestPayment(prepayId, Sign.MD5)));
            fast.awaitNotice("nobody-1", "\"attempts\":16,\"delivered\":false,\"last_answer\":\"no answer: ConnectException\"");
        }
    }

    @Test
    void resendsOnDemand() throws Exception {
        world.buy("replay-1");
        world.awaitNotice("replay-1", "\"delivered\":true");
        world.answers.add(new Answer(200, FAIL, Map.of()));
        assertEquals(Json.object("status", 200, "answer", FAIL),
                world.post("/phone/resend?out_trade_no=replay-1", "").body());
        assertEquals(2, world.received.size());
        assertEquals(1, Set.copyOf(world.received).size());
        // A notice that has arrived once stays delivered.
        assertTrue(world.get("/phone/notices?out_trade_no=replay-1").body().contains("\"attempts\":2,\"delivered\":true"));
    }

    @Test
    void knowsWhatHasNotHappened() throws Exception {
        assertEquals(404, world.get("/phone/notices?out_trade_no=unknown").statusCode());
        world.call("/pay/unifiedorder", world.order("unpaid-1"));
        assertEquals(Json.object("paid", false, "attempts", 0, "delivered", false, "last_answer", ""),
                world.get("/phone/notices?out_trade_no=unpaid-1").body());
        assertEquals(404, world.get("/phone/notices/body?out_trade_no=unpaid-1").statusCode());
        assertEquals(404, world.post("/phone/resend?out_trade_no=unpaid-1", "").statusCode());
    }

    @Test
    void aShopThatNeverEndsItsAnswerDoesNotHoldUpTheOthers() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> order = world.order("slow-shop");
            order.put("notify_url", "http://127.0.0.1:" + slow.getLocalPort() + "/notify.do");
            String prepayId = world.call("/pay/unifiedorder", order).get("prepay_id");
            assertEquals("requestPayment:ok", world.pay(world.requestPayment(prepayId, Sign.MD5)));
            try (Socket connection = slow.accept()) {
                connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<xml>".getBytes(UTF_8));
                for (int i = 0; i < 20; i++) {
                    world.buy("parallel-" + i);
                }
                for (int i = 0; i < 20; i++) {
                    world.awaitNotice("parallel-" + i, "\"delivered\":true");
                }
                assertEquals(20, Set.copyOf(world.received).size());
                world.awaitNotice("slow-shop", "\"delivered\":false,\"last_answer\":\"no answer: timeout");
            }
        }
    }

    @Test
    void theLogShowsNoticesAndAnswersInOrder() throws Exception {
        world.buy("logged-1");
        world.awaitNotice("logged-1", "\"delivered\":true");
        String log = world.get("/log").body();
        int order = log.indexOf("\"direction\":\"in\",\"path\":\"/pay/unifiedorder\"");
        int reply = log.indexOf("\"direction\":\"out\",\"path\":\"/pay/unifiedorder\"");
        int notice = log.indexOf("\"direction\":\"out\",\"path\":\"" + world.notifyUrl() + "\"");
        int answer = log.indexOf("\"direction\":\"in\",\"path\":\"" + world.notifyUrl() + "\"");
        assertTrue(0 < order && order < reply && reply < notice && notice < answer, log);
        assertEquals("[]", world.get("/log?since=1000").body());
    }
}
