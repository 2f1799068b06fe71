package peer;

import com.github.binarywang.wxpay.config.WxPayConfig;
import com.github.binarywang.wxpay.service.WxPayService;
import com.github.binarywang.wxpay.service.impl.WxPayServiceImpl;
import com.github.binarywang.wxpay.util.SignUtils;
import com.github.wxpay.sdk.WXPayConstants.SignType;
import com.github.wxpay.sdk.WXPayUtil;
import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A published library in the line format of ../README.md: java peer.Peer NAME */
final class Peer {
    private static final class Line {
        String use;
        String secret;
        String appid;
        String mch_id;
        String xml;
        List<List<String>> fields;

        boolean md5() {
            return use.equals("md5");
        }
    }

    private interface Library {
        String sign(Map<String, String> fields, Line line) throws Exception;

        boolean verify(Line line) throws Exception;
    }

    private static final class Sdk implements Library {
        private static SignType type(Line line) {
            return line.md5() ? SignType.MD5 : SignType.HMACSHA256;
        }

        @Override
        public String sign(Map<String, String> fields, Line line) throws Exception {
            return WXPayUtil.generateSignature(fields, line.secret, type(line));
        }

        @Override
        public boolean verify(Line line) throws Exception {
            return WXPayUtil.isSignatureValid(WXPayUtil.xmlToMap(line.xml), line.secret, type(line));
        }
    }

    private static final class WxJava implements Library {
        private static String type(Line line) {
            return line.md5() ? "MD5" : "HMAC-SHA256";
        }

        @Override
        public String sign(Map<String, String> fields, Line line) {
            return SignUtils.createSign(fields, type(line), line.secret, new String[0]);
        }

        @Override
        public boolean verify(Line line) throws Exception {
            WxPayConfig config = new WxPayConfig();
            config.setAppId(line.appid);
            config.setMchId(line.mch_id);
            config.setMchKey(line.secret);
            config.setSignType(type(line));
            WxPayService service = new WxPayServiceImpl();
            service.setConfig(config);
            service.parseOrderNotifyResult(line.xml);
            return true;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Library library = arguments[0].equals("wxpay-sdk") ? new Sdk() : new WxJava();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // libraries may talk
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Gson gson = new Gson();
        for (String text; (text = in.readLine()) != null; ) {
            out.println(answer(library, gson.fromJson(text, Line.class)));
        }
    }

    private static String answer(Library library, Line line) {
        try {
            if (line.xml != null) {
                return library.verify(line) ? "OK" : "REFUSED";
            }
            Map<String, String> fields = new HashMap<>();
            line.fields.forEach(field -> fields.put(field.get(0), field.get(1)));
            return "OK " + library.sign(fields, line);
        } catch (Exception | StackOverflowError error) {
            return "REFUSED";
        }
    }
}
