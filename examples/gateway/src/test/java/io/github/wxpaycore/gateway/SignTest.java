package io.github.wxpaycore.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SignTest {
    private static final String OFFICIAL_KEY = "192006250b4c09247ec02edce69f6a2d";
    private static final String KEY = "0123456789abcdefghijklmnopqrstuv";

    @Test
    void givesTheOfficialSignatures() {
        Map<String, String> fields = Map.of("appid", "wxd930ea5d5a258f4f", "mch_id", "10000100", "device_info", "1000",
                "body", "test", "nonce_str", "ibuaiVcKdpRxkhJA");
        assertEquals("9A0A8659F005D6984697E2CA0A9CF3B7", Sign.MD5.of(fields, OFFICIAL_KEY));
        assertEquals("6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6",
                Sign.HMAC_SHA256.of(fields, OFFICIAL_KEY));
    }

    @Test
    void sortsBytesAndLeavesOutSignAndEmptyFields() {
        Map<String, String> fields = Map.ofEntries(Map.entry("b", "1"), Map.entry("a", "1"), Map.entry("B", "1"),
                Map.entry("a_1", "1"), Map.entry("a1", "1"), Map.entry("A", "1"), Map.entry("coupon_fee_10", "5"),
                Map.entry("coupon_fee_2", "6"), Map.entry("coupon_fee", "11"), Map.entry("coupon_id_0", "x"),
                Map.entry("coupon_count", "2"), Map.entry("appId", "c"), Map.entry("appid", "d"),
                Map.entry("attach", ""), Map.entry("sign", "old"));
        assertEquals("D64CA04FFF32388DA59C3016409F4561", Sign.MD5.of(fields, KEY));
    }

    @Test
    void keepsWhiteSpaceAsItIs() {
        Map<String, String> fields = Map.of("appid", "wx1", "body", " a b\t", "nonce_str", "n");
        assertEquals("7DA327C79ED06F1A91B8E7D2819D0727", Sign.MD5.of(fields, KEY));
    }

    @Test
    void signsForThePhone() {
        Map<String, String> fields = Map.of("appId", "wx2421b1c4370ec43b", "timeStamp", "1395712654",
                "nonceStr", "e61463f8efa94090b1f366cccfbbb444",
                "package", "prepay_id=wx21201855730335ac86f8c43d1889123400", "signType", "HMAC-SHA256");
        assertEquals("D1D0E0E37A1AE62DB2AF32C6626B33F74945A4156386950973B28CEAC8DC1416",
                Sign.HMAC_SHA256.of(fields, KEY));
    }

    @Test
    void knowsTheTwoNamesAndTheDefault() {
        assertEquals(Sign.MD5, Sign.named(null).orElseThrow());
        assertEquals(Sign.MD5, Sign.named("").orElseThrow());
        assertEquals(Sign.HMAC_SHA256, Sign.named("HMAC-SHA256").orElseThrow());
        assertTrue(Sign.named("md5").isEmpty());
    }
}
