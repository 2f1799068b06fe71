package io.github.wxpaycore.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are wrong are named, with what to do, before the shop starts; and whose address counts. */
class ConfigTest {
    private static final String GOOD = "appid=wx1\napp_secret=s\nmch_id=10000100\napi_key=" + FakeWeChat.KEY + "\n";

    @TempDir
    Path folder;

    @Test
    void theFileAndTheEnvironmentAboveIt() throws Exception {
        Path file = Files.writeString(folder.resolve("shop.properties"), GOOD + "api_base = https://apihk.mch.weixin.qq.com/ \n");
        Config config = load(file, Map.of("WXPAY_MCH_ID", "10000200"));
        assertEquals("10000200", config.mchId());
        assertEquals("https://apihk.mch.weixin.qq.com", config.apiBase());
        assertEquals("http://127.0.0.1:1/notify.do", config.notifyUrl());
        assertEquals(Set.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1")), config.trustedProxies());
        assertFalse(config.toString().contains(FakeWeChat.KEY) || config.toString().contains("=s"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api_key=short                       | api_key has 5 characters
            api_key=                            | api_key is missing
            app_secret=                         | app_secret is missing
            sign_type=SHA1                      | sign_type is neither
            previous_key=old                    | previous_key has 3 characters
            notify_url=shop.example/notify.do   | notify_url is not a complete web address
            notify_url=https://a.example/n?x=1  | notify_url is not a complete web address
            api_base=http://api.example         | api_base must begin with https
            trusted_proxy=localhost             | trusted_proxy is not a list of IP addresses
            ask_after=soon                      | ask_after is not a number
            jdbc_url=jdbc:none:x                | no JDBC driver
            jdbc_url=jdbc:h2:/proc/none/orders  | the database of jdbc_url cannot be used
            """)
    void aWrongSetting(String line, String sentence) throws Exception {
        Path file = Files.writeString(folder.resolve("shop.properties"), GOOD + line + "\n");
        Config.Fault fault = assertThrows(Config.Fault.class, () -> App.open(load(file, Map.of())));
        assertTrue(fault.getMessage().startsWith(sentence), fault.getMessage());
        assertTrue(fault.getMessage().endsWith(".") && !fault.getMessage().contains("\n"), fault.getMessage());
    }

    @Test
    void aFileThatCannotBeRead() throws Exception {
        assertFault(folder.resolve("none"), "does not exist");
        assertFault(folder, "is a folder");
        assertFault(Files.write(folder.resolve("bin"), new byte[] {(byte) 0xff, (byte) 0xfe}), "is not a properties file");
        assertFault(Files.writeString(folder.resolve("escape"), "api_key=\\u12"), "is not a properties file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1 | 1.1.1.1                       | 192.0.2.1
            10.0.0.1  | ''                            | 10.0.0.1
            10.0.0.1  | 203.0.113.9                   | 203.0.113.9
            10.0.0.1  | 1.1.1.1, 203.0.113.9          | 203.0.113.9
            10.0.0.1  | 1.1.1.1, 203.0.113.9,10.0.0.2 | 203.0.113.9
            10.0.0.1  | 10.0.0.2,10.0.0.1             | 10.0.0.2
            10.0.0.1  | 1.1.1.1, evil.example         | 10.0.0.1
            10.0.0.1  | 999.1.1.1                     | 10.0.0.1
            10.0.0.1  | 203.0.113.9:80                | 10.0.0.1
            10.0.0.1  | .:1                           | 10.0.0.1
            10.0.0.1  | 2001:db8::7                   | 2001:db8:0:0:0:0:0:7
            0:0:0:0:0:0:0:1 | 203.0.113.9             | 203.0.113.9
            """)
    void theClientsAddress(String peer, String forwarded, String client) throws Exception {
        Set<InetAddress> trusted = Set.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"), InetAddress.getByName("::1"));
        assertEquals(client, ClientAddress.of(peer, forwarded, trusted));
    }

    private void assertFault(Path file, String why) {
        Config.Fault fault = assertThrows(Config.Fault.class, () -> load(file, Map.of()));
        assertTrue(fault.getMessage().contains(why), fault.getMessage());
    }

    private static Config load(Path file, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("WXPAY_CONFIG", file.toString());
        return Config.load(all::get, "http://127.0.0.1:1/notify.do");
    }
}
