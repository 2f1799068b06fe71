package io.github.wxpaycore.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The finished jar as a process of its own, as a merchant starts it. */
final class ShopProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/wxpay-shop.jar");
    private static final String LISTENING = "shop listening on ";

    final String address;
    private final Process process;

    /** Starts the shop and waits until it listens. */
    ShopProcess(Path folder, int port, Map<String, String> settings) throws IOException {
        process = command(folder, settings, "--port", Integer.toString(port)).redirectError(Redirect.appendTo(folder.resolve("log").toFile())).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith(LISTENING)) {
            throw new AssertionError("the shop did not start: " + Files.readString(folder.resolve("log")));
        }
        address = line.substring(LISTENING.length());
    }

    /** What a shop that cannot start says on stderr, and its exit code in front. */
    static List<String> failure(Path folder, Map<String, String> settings, String... arguments) throws Exception {
        Process process = command(folder, settings, arguments).redirectOutput(Redirect.DISCARD).start();
        List<String> lines = new ArrayList<>();
        try (InputStream err = process.getErrorStream()) {
            new String(err.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("WARNING: java.io.tmpdir")) // said by newer JVMs themselves
                    .forEach(lines::add);
        }
        lines.add(0, Integer.toString(process.waitFor()));
        return lines;
    }

    static ProcessBuilder command(Path folder, Map<String, String> settings, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder.resolve("tmp"), "-jar", JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        settings.forEach((name, value) -> builder.environment().put("WXPAY_" + name.toUpperCase(), value));
        return builder;
    }

    /** The settings of a shop that talks with the fake WeChat and never asks about an order by itself. */
    static Map<String, String> settings(FakeWeChat weChat) {
        return Map.of("appid", FakeWeChat.APPID, "mch_id", FakeWeChat.MCH_ID, "app_secret", "secret-of-the-app",
                "api_key", FakeWeChat.KEY, "ask_after", "86400", "api_base", weChat.address(), "session_base", weChat.address());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the shop did not stop");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
