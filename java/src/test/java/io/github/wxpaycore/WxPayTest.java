package io.github.wxpaycore;

import static io.github.wxpaycore.Samples.OTHER_SECRET;
import static io.github.wxpaycore.Samples.SECRET;
import static io.github.wxpaycore.Samples.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class WxPayTest {
    private static final ApiKey MD5 = ApiKey.md5(SECRET);
    private static final ApiKey HMAC = ApiKey.hmacSha256(SECRET);

    @Test
    void officialSignatures() {
        assertEquals("appid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA",
            WxPay.canonical(Samples.rulesPage()));
        assertEquals("9A0A8659F005D6984697E2CA0A9CF3B7", WxPay.sign(Samples.rulesPage(), MD5));
        assertEquals("6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6", WxPay.sign(Samples.rulesPage(), HMAC));
    }

    @Test
    void noticeJourney() {
        Map<String, String> fields = Samples.payNotice();
        byte[] xml = WxPay.encodeSigned(fields, MD5, Kind.PAY_NOTICE);
        Verified notice = WxPay.decodeVerified(xml, MD5, Kind.PAY_NOTICE);
        assertEquals(new ArrayList<>(fields.entrySet()), new ArrayList<>(notice.asMap().entrySet()), "same fields, same order");
        assertTrue(notice.succeeded());
        assertFalse(notice.signedWithPreviousKey());
        assertNull(notice.get("sign"));
        assertEquals("支付测试", notice.get("attach"));
        assertSame(notice, notice.expect(map("appid", "wx2421b1c4370ec43b", "mch_id", "10000100", "total_fee", "1")));
        assertSame(notice, notice.expect("out_trade_no", "1409811653"));
        refused(Code.IDENTITY, "total_fee", () -> notice.expect(map("appid", "wx2421b1c4370ec43b", "total_fee", "100")));
        refused(Code.IDENTITY, "device_info", () -> notice.expect("device_info", "1000"));
        assertThrows(UnsupportedOperationException.class, () -> notice.asMap().put("total_fee", "2"));
        assertThrows(UnsupportedOperationException.class, () -> WxPay.decodeUnverified(xml).clear());
        assertFalse(notice.toString().contains("10000100"), "names only");
    }

    @Test
    void absentCurrencyIsCny() {
        Map<String, String> fields = Samples.payNotice();
        fields.remove("fee_type");
        Verified notice = WxPay.decodeVerified(WxPay.encodeSigned(fields, MD5, Kind.PAY_NOTICE), MD5, Kind.PAY_NOTICE);
        assertSame(notice, notice.expect("fee_type", "CNY"));
        refused(Code.IDENTITY, "fee_type", () -> notice.expect("fee_type", "USD"));
    }

    @Test
    void failedPaymentIsGenuineButNotPaid() {
        Map<String, String> fields = Samples.payNotice();
        fields.put("result_code", "FAIL");
        byte[] xml = WxPay.encodeSigned(fields, MD5, Kind.PAY_NOTICE);
        assertFalse(WxPay.decodeVerified(xml, MD5, Kind.PAY_NOTICE).succeeded());
    }

    @Test
    void rotation() {
        byte[] old = WxPay.encodeSigned(Samples.payNotice(), ApiKey.md5(OTHER_SECRET), Kind.PAY_NOTICE);
        refused(Code.MISMATCH, null, () -> WxPay.decodeVerified(old, MD5, Kind.PAY_NOTICE));
        ApiKey both = MD5.orPrevious(OTHER_SECRET);
        assertTrue(WxPay.decodeVerified(old, both, Kind.PAY_NOTICE).signedWithPreviousKey());
        byte[] current = WxPay.encodeSigned(Samples.payNotice(), both, Kind.PAY_NOTICE);
        assertFalse(WxPay.decodeVerified(current, both, Kind.PAY_NOTICE).signedWithPreviousKey());
    }

    @Test
    void verifyOnlyTakesBothAndSignsNothing() {
        ApiKey key = ApiKey.verifyOnly(SECRET);
        for (ApiKey signer : List.of(MD5, HMAC)) {
            assertTrue(WxPay.decodeVerified(WxPay.encodeSigned(Samples.payNotice(), signer, Kind.PAY_NOTICE), key, Kind.PAY_NOTICE).succeeded());
        }
        refused(Code.ARG, null, () -> WxPay.sign(Samples.rulesPage(), key));
        refused(Code.SIGN_TYPE, null, () -> WxPay.decodeVerified(WxPay.encodeSigned(Samples.payNotice(), HMAC, Kind.PAY_NOTICE), MD5, Kind.PAY_NOTICE));
    }

    @Test
    void verifyAList() {
        Map<String, String> fields = Samples.payNotice();
        refused(Code.NO_SIGN, null, () -> WxPay.verify(fields, MD5, Kind.PAY_NOTICE));
        fields.put("sign", WxPay.sign(fields, MD5));
        assertEquals(Samples.payNotice(), WxPay.verify(fields, MD5, Kind.PAY_NOTICE).asMap());
        fields.put("total_fee", "2");
        refused(Code.MISMATCH, null, () -> WxPay.verify(fields, MD5, Kind.PAY_NOTICE));
    }

    @Test
    void miniProgram() throws Exception {
        for (ApiKey key : List.of(MD5, HMAC)) {
            Map<String, String> pay = WxPay.miniProgram("wxd678efh567hg6787", "wx2017033010242291fcfe0db70013231072",
                "5K8264ILTKCH16CQ2502SI8ZNMTM67VS", "1490840662", key);
            Map<String, String> signed = map("appId", "wxd678efh567hg6787", "timeStamp", "1490840662",
                "nonceStr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS", "package", "prepay_id=wx2017033010242291fcfe0db70013231072",
                "signType", key == MD5 ? "MD5" : "HMAC-SHA256");
            String expected = key == MD5 ? Plain.md5(signed, SECRET) : Plain.hmacSha256(signed, SECRET);
            signed.remove("appId");
            signed.put("paySign", expected);
            assertEquals(signed, pay);
        }
    }

    /** Another parser must read what {@code encode} writes. */
    @Test
    void jdkParserReadsWhatWeWrite() throws Exception {
        Map<String, String> fields = map("a", "]]>", "b", "<b>&amp;</b>", "c", "\"quotes\" 'and' > more", "d", "line\r\nbreak\rtab\t",
            "e", "茶😀", "f", " outer space ", "g", "]]]]>>", "h", "<![CDATA[x]]>", "i", "");
        byte[] xml = WxPay.encode(fields);
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
        assertEquals("xml", root.getTagName());
        List<String> read = new ArrayList<>();
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element) {
                read.add(node.getNodeName() + "=" + node.getTextContent());
            }
        }
        List<String> written = new ArrayList<>();
        WxPay.decodeUnverified(xml).forEach((name, value) -> written.add(name + "=" + value));
        assertEquals(written, read);
        fields.forEach((name, value) -> assertEquals(value, WxPay.decodeUnverified(xml).getOrDefault(name, ""), name));
    }

    /** Messages over 4 KiB, and short ones that escaping makes long, take the other way through the border. */
    @Test
    void largeMessages() throws Exception {
        for (int length : new int[] {1, 2000, 4000, 4096, 5000, 20_000, 60_000}) {
            Map<String, String> fields = map("attach", "x".repeat(length), "body", "b");
            byte[] xml = WxPay.encodeSigned(fields, HMAC, Kind.UNLISTED);
            assertEquals(Plain.hmacSha256(fields, SECRET), WxPay.sign(fields, HMAC));
            assertEquals(fields, WxPay.decodeVerified(xml, HMAC, Kind.UNLISTED).asMap());
        }
        Map<String, String> escaped = map("attach", "&".repeat(4000), "body", "<".repeat(4000));
        assertEquals(escaped, WxPay.decodeUnverified(WxPay.encode(escaped)));
        Map<String, String> many = IntStream.range(0, 1023).collect(() -> map("first", "1"), (m, i) -> m.put("name_" + i, "v" + i), Map::putAll);
        many.remove("first");
        assertEquals(many, WxPay.decodeVerified(WxPay.encodeSigned(many, MD5, Kind.UNLISTED), MD5, Kind.UNLISTED).asMap());
    }

    @Test
    void limits() {
        for (int length : new int[] {65_536, 70_000, 200_000, 50_000_000}) {
            refused(Code.SIZE, null, () -> WxPay.sign(map("attach", "x".repeat(length)), MD5));
            refused(Code.SIZE, null, () -> WxPay.encode(map("attach", "茶".repeat(length))));
            refused(Code.SIZE, null, () -> WxPay.decodeUnverified(new byte[length + 1]));
            refused(Code.SIZE, "key", () -> WxPay.sign(map("a", "b"), ApiKey.md5("x".repeat(length))));
        }
        Map<String, String> many = IntStream.range(0, 1025).collect(() -> map("first", "1"), (m, i) -> m.put("name_" + i, ""), Map::putAll);
        refused(Code.SIZE, null, () -> WxPay.canonical(many));
        refused(Code.SIZE, "key", () -> WxPay.sign(map("a", "b"), ApiKey.md5("茶".repeat(86))));
        refused(Code.ARG, "key", () -> WxPay.sign(map("a", "b"), ApiKey.md5("")));
        refused(Code.ARG, "key", () -> WxPay.sign(map("a", "b"), MD5.orPrevious("")));
        refused(Code.ARG, null, () -> WxPay.sign(map(), MD5));
        assertEquals(32, WxPay.sign(map("a", "b"), ApiKey.md5("x".repeat(256))).length());
    }

    @Test
    void loneSurrogates() {
        for (String bad : new String[] {"\uD83D", "\uDE00", "a\uD83D", "\uD83Da", "\uDE00\uD83D", "茶\uD83D\uD83D\uDE00", "?\uD800?"}) {
            refused(Code.UTF8, "body", () -> WxPay.canonical(map("a", "1", "body", bad)));
            refused(Code.UTF8, "body", () -> WxPay.encodeSigned(map("body", bad), MD5, Kind.UNLISTED));
            refused(Code.NAME, null, () -> WxPay.encode(map(bad, "1")));
            refused(Code.UTF8, "key", () -> ApiKey.md5(bad));
            refused(Code.UTF8, "nonceStr", () -> WxPay.miniProgram("wx1", "wx2", bad, "1490840662", MD5));
        }
        assertEquals("body=😀茶é", WxPay.canonical(map("body", "😀茶é")));
        assertEquals("body=\uFFFD?", WxPay.canonical(map("body", "\uFFFD?")));
    }

    @Test
    void nulInAValueIsNotASeparator() {
        refused(Code.CHAR, "a, byte 1", () -> WxPay.sign(map("a", "b\0total_fee\0" + "1"), MD5));
        refused(Code.CHAR, "a, byte 3", () -> WxPay.sign(map("a", "茶\0"), MD5));
        refused(Code.CHAR, "a, byte 0", () -> WxPay.encode(map("a", "\0")));
        refused(Code.NAME, "a?b", () -> WxPay.encode(map("a\0b", "c")));
        refused(Code.NAME, "?", () -> WxPay.encodeSigned(map("\0", ""), MD5, Kind.UNLISTED));
        refused(Code.NAME, "????", () -> WxPay.encode(map("茶\0", "")));
        refused(Code.FIELD, "package", () -> WxPay.miniProgram("wx1\0", "\0", "n", "1490840662", MD5));
        refused(Code.FIELD, "timeStamp", () -> WxPay.miniProgram("wx1", "p", "n", "149084066\0", MD5));
        Verified notice = WxPay.decodeVerified(WxPay.encodeSigned(Samples.payNotice(), MD5, Kind.PAY_NOTICE), MD5, Kind.PAY_NOTICE);
        refused(Code.IDENTITY, "total_fee", () -> notice.expect("total_fee", "1\0"));
        refused(Code.IDENTITY, "total_fee?", () -> notice.expect("total_fee\0", "1"));
    }

    /** Pair by pair in the order of the map, as in Rust. */
    @Test
    void ofTwoFaultsTheFirstIsTold() {
        refused(Code.CHAR, "a, byte 0", () -> WxPay.canonical(map("a", "\0", "1b", "x")));
        refused(Code.NAME, "1b", () -> WxPay.canonical(map("1b", "x", "a", "\0")));
        refused(Code.CHAR, "a, byte 1", () -> WxPay.sign(map("a", "x\2\0"), MD5));
        refused(Code.CHAR, "a, byte 1", () -> WxPay.sign(map("a", "x\0\2"), MD5));
        refused(Code.CHAR, "a, byte 0", () -> WxPay.encode(map("a", "\uFFFF", "b", "\0")));
        refused(Code.NAME, "a?", () -> WxPay.encode(map("a\0", "\0", "b", "\0")));
        refused(Code.CHAR, "b, byte 0", () -> WxPay.verify(map("b", "\0", "a\0", ""), MD5, Kind.UNLISTED));
        refused(Code.SIZE, "name", () -> WxPay.encodeSigned(map("n".repeat(65), "", "b", "\0"), MD5, Kind.UNLISTED));
        refused(Code.CHAR, "b, byte 0", () -> WxPay.encodeSigned(map("b", "\0", "n".repeat(65), ""), MD5, Kind.UNLISTED));
    }

    @Test
    void aSecretIsAnyText() throws Exception {
        for (String secret : new String[] {"\0", "k\0", "\0k", "茶\1", " ", "\uFFFF"}) {
            assertEquals(Plain.md5(map("a", "1"), secret), WxPay.sign(map("a", "1"), ApiKey.md5(secret)));
        }
    }

    @Test
    void nulls() {
        Map<String, String> fields = map("a", "b");
        names("fields", () -> WxPay.canonical(null));
        names("fields", () -> WxPay.sign(null, MD5));
        names("key", () -> WxPay.sign(fields, null));
        names("body", () -> WxPay.sign(map("a", "1", "body", null), MD5));
        names("name", () -> WxPay.encode(map(null, "1")));
        names("kind", () -> WxPay.verify(fields, MD5, null));
        names("key", () -> WxPay.encodeSigned(fields, null, Kind.UNLISTED));
        names("kind", () -> WxPay.encodeSigned(fields, MD5, null));
        names("xml", () -> WxPay.decodeVerified(null, MD5, Kind.PAY_NOTICE));
        names("key", () -> WxPay.decodeVerified(new byte[0], null, Kind.PAY_NOTICE));
        names("kind", () -> WxPay.decodeVerified(new byte[0], MD5, null));
        names("xml", () -> WxPay.decodeUnverified(null));
        names("prepayId", () -> WxPay.miniProgram("wx1", null, "n", "1490840662", MD5));
        names("key", () -> WxPay.miniProgram("wx1", "p", "n", "1490840662", null));
        names("key", () -> ApiKey.md5(null));
        names("key", () -> MD5.orPrevious(null));
    }

    @Test
    void exceptionsTellCodePlaceAndSentenceOnly() {
        WxPayException e = refused(Code.DOCTYPE, "byte 0", () -> WxPay.decodeUnverified("<!DOCTYPE x><xml/>".getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().matches("DOCTYPE at byte 0: [a-zA-Z][^\\n]+"), e.getMessage());
        WxPayException f = refused(Code.CHAR, "body, byte 2", () -> WxPay.encode(map("body", "ab\u0001")));
        assertTrue(f.getMessage().startsWith("CHAR at body, byte 2: "), f.getMessage());

        Map<String, String> forged = Samples.payNotice();
        forged.put("sign", "0".repeat(32));
        WxPayException m = refused(Code.MISMATCH, null, () -> WxPay.verify(forged, MD5, Kind.PAY_NOTICE));
        String right = WxPay.sign(forged, MD5);
        for (String secret : new String[] {SECRET, right, right.toLowerCase(), "10000100", "支付测试"}) {
            assertFalse(m.toString().contains(secret));
        }
        assertEquals(99, Code.INTERNAL.number());
        assertEquals(Code.INTERNAL, Code.of(77), "a code of a later version");
        for (Code code : Code.values()) {
            assertSame(code, Code.of(code.number()));
        }
    }

    @Test
    void keysKeepTheirSecret() {
        assertEquals("ApiKey(MD5)", MD5.toString());
        assertEquals("ApiKey(HMAC-SHA256)", HMAC.orPrevious(OTHER_SECRET).toString());
        assertEquals("ApiKey(verify only)", ApiKey.verifyOnly(SECRET).toString());
        assertFalse((Object) MD5 instanceof Serializable);
        assertTrue(Arrays.stream(ApiKey.class.getDeclaredFields()).noneMatch(field -> Modifier.isPublic(field.getModifiers())));
        assertEquals(0, Verified.class.getConstructors().length);
        assertEquals(0, ApiKey.class.getConstructors().length);
        assertEquals(0, WxPayException.class.getConstructors().length);
    }

    @Test
    void inputsStayUntouched() {
        Map<String, String> fields = Collections.unmodifiableMap(Samples.payNotice());
        byte[] xml = WxPay.encodeSigned(fields, MD5, Kind.PAY_NOTICE);
        byte[] copy = xml.clone();
        WxPay.decodeVerified(xml, MD5, Kind.PAY_NOTICE);
        assertArrayEquals(copy, xml);
        assertEquals(Samples.payNotice(), fields);
    }

    @Test
    void nonces() {
        assertTrue(Nonce.next().matches("[A-Za-z0-9]{32}"));
        assertNotEquals(Nonce.next(), Nonce.next());
        assertEquals(10_000, IntStream.range(0, 10_000).mapToObj(i -> Nonce.next()).distinct().count());
    }

    private static WxPayException refused(Code code, String where, Runnable call) {
        WxPayException e = assertThrows(WxPayException.class, call::run);
        assertEquals(code, e.code(), e.getMessage());
        if (where != null) {
            assertEquals(where, e.where(), e.getMessage());
        }
        return e;
    }

    private static void names(String what, Runnable call) {
        String message = assertThrows(NullPointerException.class, call::run).getMessage();
        assertTrue(message != null && message.contains(what), () -> "\"" + message + "\" does not name " + what);
    }
}
