package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop is killed (SIGKILL) again and again while notices arrive. A notice is sent until it is answered SUCCESS and
 * never after that, and this shop asks WeChat nothing; so a booking that was answered but lost would stay lost.
 */
class KillTest {
    private static final int KILLS = 20;
    private static final int ORDERS = 6;

    @Test
    void noPaymentIsLostAndNoneIsBookedTwice(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("tmp"));
        Random random = new Random(20261124);
        int port = freePort();
        List<String> orders = new ArrayList<>();
        List<Future<?>> deliveries = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        int answeredInTime = 0;
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FakeWeChat weChat = new FakeWeChat("MD5")) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (ShopProcess shop = new ShopProcess(folder, port, ShopProcess.settings(weChat))) {
                    Phone phone = new Phone(shop.address);
                    for (int i = 0; i < ORDERS; i++) {
                        orders.add(phone.order());
                    }
                    int before = answered.get();
                    for (String order : orders.subList(orders.size() - ORDERS, orders.size())) {
                        String notice = weChat.pay(order);
                        // The same notice may come on two connections at the same moment.
                        deliveries.add(threads.submit(() -> deliver(phone, notice, answered)));
                        deliveries.add(threads.submit(() -> deliver(phone, notice, answered)));
                    }
                    Thread.sleep(random.nextInt(60));
                    shop.kill();
                    answeredInTime += answered.get() - before;
                }
            }
            try (ShopProcess shop = new ShopProcess(folder, port, ShopProcess.settings(weChat))) {
                for (Future<?> delivery : deliveries) {
                    delivery.get(60, TimeUnit.SECONDS);
                }
                Phone phone = new Phone(shop.address);
                for (String order : orders) {
                    assertEquals("PAID 1", phone.booked(order), order);
                }
            }
            assertEquals(0, weChat.queries.get());
            assertTrue(answeredInTime > 0, "some notices were answered before their kill");
            System.out.println(KILLS + " kills, " + orders.size() + " payments, " + deliveries.size() + " deliveries, "
                    + answeredInTime + " of them answered in the life that was killed: none lost, none booked twice");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Like the gateway: again and again until the answer is SUCCESS. */
    private static Void deliver(Phone phone, String notice, AtomicInteger answered) throws InterruptedException {
        while (true) {
            try {
                if ("SUCCESS".equals(phone.notice(notice).get("return_code"))) {
                    answered.incrementAndGet();
                    return null;
                }
            } catch (IOException | AssertionError shopIsDown) {
                // Nobody there, or cut off in the middle of the answer.
            }
            Thread.sleep(20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
