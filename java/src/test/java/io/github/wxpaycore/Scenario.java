package io.github.wxpaycore;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What the forked JVMs do: the first argument says which. The last line printed is the result. */
final class Scenario {
    private static final String RIGHT = "9A0A8659F005D6984697E2CA0A9CF3B7";

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "once" -> once();
            case "pair" -> pair(args[1]);
            case "reloads" -> reloads(args[1], Integer.parseInt(args[2]));
            case "calls" -> calls(Integer.parseInt(args[1]));
            case "depth" -> depth();
            case "threads" -> threads();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Two uses, because a class whose initializer failed fails differently the second time. */
    private static void once() {
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(WxPay.sign(Samples.rulesPage(), ApiKey.md5(Samples.SECRET)));
            } catch (UnsatisfiedLinkError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Two web applications, each with the jar of its own, start at the same moment. */
    private static void pair(String classes) throws Exception {
        List<Thread> threads = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(2);
        for (int i = 0; i < 2; i++) {
            threads.add(new Thread(() -> {
                try (URLClassLoader loader = isolated(classes)) {
                    start.await();
                    if (sign(loader).equals(RIGHT)) {
                        right.incrementAndGet();
                    }
                } catch (Exception e) {
                    e.printStackTrace(System.out);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("right: " + right);
    }

    /** A web application reloaded again and again, while a pool thread that once called the library lives on. */
    private static void reloads(String classes, int count) throws Exception {
        int most = 0;
        List<Thread> pool = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WeakReference<ClassLoader> gone = new WeakReference<>(oneLife(classes, pool));
            if (i % 10 == 9) {
                for (int wait = 0; wait < 200 && (!gone.refersTo(null) || mappings() > 0); wait++) {
                    System.gc();
                    Thread.sleep(10);
                }
                most = Math.max(most, mappings());
            }
        }
        for (Thread thread : pool) {
            thread.interrupt();
            thread.join();
        }
        System.out.println("mappings left: " + most);
    }

    private static ClassLoader oneLife(String classes, List<Thread> pool) throws Exception {
        URLClassLoader loader = isolated(classes);
        Method sign = method(loader);
        Object key = key(loader);
        CyclicBarrier called = new CyclicBarrier(2);
        Object[] work = {sign, key};
        Thread thread = new Thread(() -> {
            try {
                ((Method) work[0]).invoke(null, Samples.rulesPage(), work[1]);
                work[0] = null;
                work[1] = null;
                called.await();
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException end) {
                return;
            } catch (Exception e) {
                e.printStackTrace(System.out);
            }
        });
        thread.setContextClassLoader(null);
        thread.start();
        called.await();
        pool.add(thread);
        if (!sign.invoke(null, Samples.rulesPage(), key).equals(RIGHT)) {
            throw new IllegalStateException("wrong signature");
        }
        loader.close();
        return loader;
    }

    private static int mappings() throws Exception {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return (int) lines.filter(line -> line.contains("wxpay_jni")).count();
        }
    }

    /** Resident memory before and after many calls of every method, good and refused. */
    private static void calls(int count) throws Exception {
        ApiKey key = ApiKey.md5(Samples.SECRET);
        byte[] xml = WxPay.encodeSigned(Samples.payNotice(), key, Kind.PAY_NOTICE);
        Map<String, String> large = Samples.map("attach", "x".repeat(9000));
        long before = 0;
        for (int i = 0; i < count; i++) {
            if (i == count / 4) {
                before = resident();
            }
            WxPay.canonical(Samples.rulesPage());
            WxPay.sign(Samples.rulesPage(), key);
            WxPay.decodeVerified(xml, key, Kind.PAY_NOTICE).expect("total_fee", "1");
            try {
                xml[i % xml.length] ^= 1;
                WxPay.decodeVerified(xml, key, Kind.PAY_NOTICE);
            } catch (WxPayException refused) {
                xml[i % xml.length] ^= 1;
            }
            if (i % 50 == 0) {
                WxPay.decodeUnverified(WxPay.encodeSigned(large, key, Kind.UNLISTED));
                WxPay.verify(Samples.map("a", "1", "sign", WxPay.sign(Samples.map("a", "1"), key)), key, Kind.UNLISTED);
                WxPay.miniProgram("wx1", "wx2", "n", "1490840662", key);
            }
        }
        System.out.println("grown by KiB: " + (resident() - before));
    }

    private static long resident() throws Exception {
        System.gc();
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        }
    }

    /** Calls where the stack is nearly used up: a result or a StackOverflowError, never a dead JVM. */
    private static void depth() throws Exception {
        Map<String, String> many = IntStream.range(0, 1000).collect(() -> Samples.map("a", "1"), (m, i) -> m.put("n" + i, "v".repeat(40)), Map::putAll);
        ApiKey key = ApiKey.md5(Samples.SECRET);
        byte[] large = WxPay.encodeSigned(many, key, Kind.UNLISTED);
        many.replaceAll((name, value) -> "1&fee_type=1");
        byte[] suspicious = WxPay.encodeSigned(many, key, Kind.UNLISTED);
        byte[] small = WxPay.encodeSigned(Samples.payNotice(), key, Kind.PAY_NOTICE);
        Thread thread = new Thread(null, () -> {
            for (int round = 0; round < 10; round++) {
                nearTheEnd(() -> WxPay.decodeVerified(small, key, Kind.PAY_NOTICE));
                nearTheEnd(() -> WxPay.decodeVerified(large, key, Kind.UNLISTED));
                nearTheEnd(() -> missing(suspicious, key));
                nearTheEnd(() -> WxPay.encodeSigned(many, key, Kind.UNLISTED));
            }
        }, "deep", 512 * 1024);
        thread.start();
        thread.join();
        System.out.println(done > 0 && refused > 0 ? "alive" : "not at the end: " + done + " " + refused);
    }

    private static void missing(byte[] xml, ApiKey key) {
        try {
            WxPay.decodeVerified(xml, key, Kind.PAY_NOTICE);
        } catch (WxPayException refused) {
            if (refused.code() != Code.MISSING) {
                throw refused;
            }
        }
    }

    private static int tries;
    private static int done;
    private static int refused;

    private static void nearTheEnd(Runnable call) {
        tries = 300;
        descend(call);
    }

    /** Runs to the end of the stack, and calls on the way back. */
    private static void descend(Runnable call) {
        try {
            descend(call);
        } catch (StackOverflowError end) {
            // The deepest frame; its callers try.
        }
        if (tries-- > 0) {
            try {
                call.run();
                done++;
            } catch (StackOverflowError end) {
                refused++;
            }
        }
    }

    private static void threads() throws Exception {
        ApiKey key = ApiKey.md5(Samples.SECRET).orPrevious(Samples.OTHER_SECRET);
        byte[] xml = WxPay.encodeSigned(Samples.payNotice(), key, Kind.PAY_NOTICE);
        Verified shared = WxPay.decodeVerified(xml, key, Kind.PAY_NOTICE);
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            threads.add(new Thread(() -> {
                for (int n = 0; n < 2000; n++) {
                    boolean same = WxPay.sign(Samples.rulesPage(), key).equals(RIGHT)
                        && WxPay.decodeVerified(xml, key, Kind.PAY_NOTICE).asMap().equals(shared.asMap())
                        && shared.expect("total_fee", "1") == shared;
                    right.addAndGet(same ? 1 : 0);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("right: " + right);
    }

    private static URLClassLoader isolated(String classes) throws Exception {
        return new URLClassLoader(new URL[] {Path.of(classes).toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static String sign(ClassLoader loader) throws Exception {
        return (String) method(loader).invoke(null, Samples.rulesPage(), key(loader));
    }

    private static Method method(ClassLoader loader) throws Exception {
        return loader.loadClass("io.github.wxpaycore.WxPay").getMethod("sign", Map.class, loader.loadClass("io.github.wxpaycore.ApiKey"));
    }

    private static Object key(ClassLoader loader) throws Exception {
        return loader.loadClass("io.github.wxpaycore.ApiKey").getMethod("md5", String.class).invoke(null, Samples.SECRET);
    }
}
