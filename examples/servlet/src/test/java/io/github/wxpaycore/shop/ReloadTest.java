package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ApplicationParameter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The WAR in a Tomcat that reloads it twenty times while payments go on: every request is served, and of the native
 * library one mapping is left, not twenty-one. The web app's own class loader loads everything from WEB-INF.
 */
class ReloadTest {
    private static final int RELOADS = 20;
    private static final int BUYERS = 3;
    private static final Path MAPS = Path.of("/proc/self/maps");

    @TempDir
    Path folder;

    /** What Tomcat complains about: threads, thread locals and drivers that a web app left behind. */
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger reloads = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile boolean over;
    private final Logger logger = Logger.getLogger("org.apache");

    @Test
    void reloadedUnderTraffic() throws Exception {
        Assumptions.assumeTrue(Files.exists(MAPS), "needs /proc/self/maps");
        Path natives = Files.createDirectory(folder.resolve("natives"));
        System.setProperty("wxpay.native.dir", natives.toString());
        Handler handler = listen();
        Tomcat tomcat = new Tomcat();
        try (FakeWeChat weChat = new FakeWeChat("MD5")) {
            Context context = start(tomcat, weChat);
            Phone phone = new Phone("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
            AtomicIntegerArray payments = new AtomicIntegerArray(BUYERS);
            ExecutorService threads = Executors.newFixedThreadPool(BUYERS);
            List<Future<?>> buyers = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                int buyer = i;
                buyers.add(threads.submit(() -> buy(phone, weChat, () -> payments.incrementAndGet(buyer))));
            }
            for (int i = 0; i < RELOADS; i++) {
                // Tomcat lets requests wait in steps of a second while it reloads; each buyer is to get through in between.
                for (int buyer = 0; buyer < BUYERS; buyer++) {
                    int before = payments.get(buyer);
                    while (payments.get(buyer) == before && !buyers.get(buyer).isDone()) {
                        Thread.sleep(10);
                    }
                }
                reloads.incrementAndGet();
                context.reload();
            }
            over = true;
            threads.shutdown();
            for (Future<?> buyer : buyers) {
                buyer.get();
            }
            assertEquals(1, mappings(), "mappings of the native library after " + RELOADS + " reloads");
            try (Stream<Path> left = Files.list(natives)) {
                assertEquals(List.of(), left.toList());
            }
            System.out.println(RELOADS + " reloads, " + payments + " payments in between, " + turnedAway
                    + " requests turned away, 1 mapping left");
        } finally {
            tomcat.stop();
            tomcat.destroy();
            logger.removeHandler(handler);
            System.clearProperty("wxpay.native.dir");
        }
        assertEquals(List.of(), complaints);
    }

    private Context start(Tomcat tomcat, FakeWeChat weChat) throws Exception {
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        // Tomcat would take its own background thread, passing by, for one that the web app left behind.
        tomcat.getEngine().setBackgroundProcessorDelay(-1);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addWebapp("", Path.of("target/wxpay-shop.war").toAbsolutePath().toString());
        ShopProcess.settings(weChat).forEach((name, value) -> set(context, "WXPAY_" + name.toUpperCase(), value));
        set(context, "WXPAY_NOTIFY_URL", "https://shop.example/notify.do");
        set(context, "WXPAY_JDBC_URL", "jdbc:h2:file:" + folder.resolve("orders"));
        tomcat.start();
        return context;
    }

    /** What a Parameter element in the context file of a stock Tomcat does. */
    private static void set(Context context, String name, String value) {
        ApplicationParameter parameter = new ApplicationParameter();
        parameter.setName(name);
        parameter.setValue(value);
        parameter.setOverride(false);
        context.addApplicationParameter(parameter);
    }

    /** Orders, pays, looks, until it is over. Any answer but the right one ends the test. */
    private Void buy(Phone phone, FakeWeChat weChat, Runnable paid) throws Exception {
        while (!over) {
            int reload = reloads.get();
            try {
                String order = phone.order();
                assertEquals("SUCCESS", phone.notice(weChat.pay(order)).get("return_code"));
                assertEquals("NO_SIGN", phone.notice(FakeWeChat.xml(weChat.payment(order))).get("return_msg"));
                assertEquals("PAID 1", phone.booked(order));
                assertEquals(200, phone.send(phone.to("/result.jsp?out_trade_no=" + order).GET()).statusCode());
                paid.run();
            } catch (AssertionError wrong) {
                // Tomcat holds requests back while it reloads, but turns away one that comes in the very moment it begins.
                if (reload == reloads.get()) {
                    throw wrong;
                }
                turnedAway.incrementAndGet();
            }
        }
        return null;
    }

    /** How many copies of the library are mapped, once the garbage collector has had its chances. */
    private static int mappings() throws Exception {
        int count = 0;
        for (int i = 0; i < 60; i++) {
            System.gc();
            Thread.sleep(250);
            try (Stream<String> lines = Files.lines(MAPS)) {
                Set<String> copies = lines.filter(line -> line.contains("wxpay_jni"))
                        .map(line -> line.trim().split("\\s+", 6)[4]).collect(Collectors.toSet()); // the inode
                count = copies.size();
            }
            if (count == 1) {
                break;
            }
        }
        return count;
    }

    private Handler listen() {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    complaints.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        logger.addHandler(handler);
        return handler;
    }
}
