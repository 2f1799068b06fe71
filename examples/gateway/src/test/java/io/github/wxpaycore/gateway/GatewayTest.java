package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
    private static final String GOOD = "mch_id=1\nappid=wx1\napp_secret=hidden-secret\napi_key=hidden-key\nsign_type=MD5\n";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) {
        return Gateway.run(List.of(arguments), environment, new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    private Map<String, String> merchants(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("merchants.properties"), text);
        return Map.of("WXPAY_GATEWAY_MERCHANTS", file.toString());
    }

    private void assertRefused(int code, String sentence) {
        assertEquals(2, code);
        assertEquals("", out.toString(UTF_8));
        assertTrue(err.toString(UTF_8).contains(sentence), err.toString(UTF_8));
        assertEquals(1, err.toString(UTF_8).lines().count());
        assertFalse(err.toString(UTF_8).contains("hidden"));
    }

    @Test
    void needsItsMerchants() throws Exception {
        assertRefused(run(Map.of()), "WXPAY_GATEWAY_MERCHANTS is not set");
    }

    @Test
    void needsAFileThatIsThere() {
        assertRefused(run(Map.of("WXPAY_GATEWAY_MERCHANTS", "/no/such/file")), "cannot read the merchants file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mch_id", "appid", "app_secret", "api_key"})
    void needsAllNames(String name) throws Exception {
        assertRefused(run(merchants(GOOD.replace(name + "=", "other="))), "has no " + name);
    }

    @Test
    void refusesABrokenFile() throws Exception {
        assertRefused(run(merchants(GOOD + "x=\\u12")), "cannot read the merchants file");
    }

    @Test
    void readsFurtherMerchants() throws Exception {
        Map<String, String> environment = merchants(GOOD + GOOD.replace("=", ".2=").replace("wx1", "wx2")
                .replace(".2=1", ".2=2") + "previous_key=old\n");
        Merchants merchants = Merchants.load(Path.of(environment.get("WXPAY_GATEWAY_MERCHANTS")));
        assertEquals("wx2", merchants.byMchId("2").orElseThrow().appId());
        assertEquals(List.of("hidden-key", "old"), merchants.byAppId("wx1").orElseThrow().keys());
        assertFalse(merchants.toString().contains("hidden"));
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(run(merchants(GOOD), "--port", port), "port " + port + " is taken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port 70000", "--port x", "--retry-scale -1", "--retry-scale NaN", "--api-key=hidden", "x"})
    void refusesOptionsItDoesNotKnow(String arguments) throws Exception {
        assertRefused(run(merchants(GOOD), arguments.split(" ")), "");
    }

    @Test
    void teaches() {
        assertEquals(0, run(Map.of(), "--help"));
        assertTrue(out.toString(UTF_8).contains("WXPAY_GATEWAY_MERCHANTS=") && out.toString(UTF_8).contains("通知"));
    }

    @Test
    void startsAndEndsAsAProcess() throws Exception {
        Path classes = Path.of(Gateway.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classes.toString(), Gateway.class.getName(), "--port", "0").redirectErrorStream(true);
        builder.environment().putAll(merchants(GOOD));
        Process process = builder.start();
        try (var output = process.inputReader(UTF_8)) {
            assertTrue(output.readLine().matches("gateway listening on http://127\\.0\\.0\\.1:[0-9]+"));
            process.toHandle().destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(null, output.readLine());
        } finally {
            process.destroyForcibly();
        }
    }
}
