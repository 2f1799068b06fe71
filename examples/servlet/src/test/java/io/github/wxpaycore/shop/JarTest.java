package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar from the outside: how it starts, how it says that it cannot, how it stops; and what the WAR holds. */
class JarTest {
    @TempDir
    Path folder;
    private FakeWeChat weChat;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws Exception {
        weChat = new FakeWeChat("MD5");
        settings = new HashMap<>(ShopProcess.settings(weChat));
        Files.createDirectory(folder.resolve("tmp"));
    }

    @AfterEach
    void stop() {
        weChat.close();
    }

    @Test
    void startsServesAndStopsLeavingNothingBehind() throws Exception {
        String outTradeNo;
        try (ShopProcess shop = new ShopProcess(folder, 0, settings)) {
            Phone phone = new Phone(shop.address);
            outTradeNo = phone.order();
            assertEquals("SUCCESS", phone.notice(weChat.pay(outTradeNo)).get("return_code"));
            assertEquals("NO_SIGN", phone.notice("<xml><appid>1</appid></xml>").get("return_msg"));
            assertTrue(phone.send(phone.to("/result.jsp?out_trade_no=" + outTradeNo).GET()).body().contains("支付成功"));
            assertEquals(143, shop.stop());
        }
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")).toList());
        }
        List<String> log = Files.readAllLines(folder.resolve("log"), StandardCharsets.UTF_8);
        assertEquals(2, log.size(), log.toString());
        assertTrue(log.get(0).endsWith(" INFO booked " + outTradeNo), log.toString());
        assertTrue(log.get(1).contains(" WARNING notice refused: NO_SIGN at sign: "), log.toString());
        try (ShopProcess again = new ShopProcess(folder, 0, settings)) {
            assertEquals("PAID 1", new Phone(again.address).booked(outTradeNo));
        }
    }

    @Test
    void saysInOneLineWhyItCannotStart() throws Exception {
        assertOneLine("these arguments are not understood", "--prot", "1");
        assertOneLine("these arguments are not understood", "--port", "65536");
        try (ShopProcess shop = new ShopProcess(folder, 0, settings)) {
            String port = shop.address.substring(shop.address.lastIndexOf(':') + 1);
            assertOneLine("port " + port + " of 127.0.0.1 cannot be used", "--port", port);
            assertOneLine("the database of jdbc_url cannot be used", "--port", "0");
            shop.stop();
        }
        settings.put("api_key", "wrong");
        assertOneLine("api_key has 5 characters", "--port", "0");
        settings.put("config", "none.properties");
        assertOneLine("the file named by WXPAY_CONFIG, none.properties, does not exist", "--port", "0");
        Files.delete(folder.resolve("tmp"));
        assertOneLine("the temporary folder ", "--port", "0");
    }

    @Test
    void help() throws Exception {
        Process process = ShopProcess.command(folder, Map.of(), "--help").start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertTrue(text.contains("Usage") && text.contains("用法"), text);
    }

    @Test
    void theWarBringsTheLibraryAndNoTomcat() throws Exception {
        try (ZipFile war = new ZipFile("target/wxpay-shop.war")) {
            List<String> names = war.stream().map(entry -> entry.getName()).toList();
            assertTrue(names.contains("WEB-INF/lib/wxpay-core-0.1.0.jar") && names.contains("result.jsp"), names.toString());
            assertFalse(names.stream().anyMatch(name -> name.matches(".*(tomcat|jasper|ecj|webapp/|Shop).*")), names.toString());
        }
    }

    private void assertOneLine(String sentence, String... arguments) throws Exception {
        List<String> said = ShopProcess.failure(folder, settings, arguments);
        assertEquals(2, said.size(), said.toString());
        assertEquals("2", said.get(0), said.toString());
        assertTrue(said.get(1).startsWith("shop: " + sentence), said.toString());
    }
}
