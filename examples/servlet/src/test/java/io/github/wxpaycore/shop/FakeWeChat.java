package io.github.wxpaycore.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Node;

/** WeChat as far as the shop's tests need it. The JDK parses and signs; nothing here uses the library under test. */
final class FakeWeChat implements AutoCloseable {
    static final String APPID = "wx2421b1c4370ec43b";
    static final String MCH_ID = "10000100";
    static final String KEY = "192006250b4c09247ec02edce69f6a2d";
    static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
    static final String SESSION_KEY = "HyVFkGl5F5OQWJZZaNzBBg==";

    final String signType;
    /** What the shop sent for each order, and the orders that were paid. */
    final Map<String, Map<String, String>> orders = new ConcurrentHashMap<>();
    final Map<String, Map<String, String>> payments = new ConcurrentHashMap<>();
    final AtomicInteger queries = new AtomicInteger();
    /** What a test wants the next answers to be instead. */
    volatile UnaryOperator<Map<String, String>> change = UnaryOperator.identity();
    volatile UnaryOperator<String> rewrite = UnaryOperator.identity();
    volatile String session = "{\"session_key\":\"" + SESSION_KEY + "\",\"openid\":\"" + OPENID + "\"}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FakeWeChat(String signType) throws IOException {
        this.signType = signType;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/sns/jscode2session", exchange -> answer(exchange, "text/plain", session));
        server.createContext("/pay/unifiedorder", exchange -> reply(exchange, unifiedOrder(read(exchange))));
        server.createContext("/pay/orderquery", exchange -> reply(exchange, orderQuery(read(exchange))));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The payer pays; the notice of it, signed. Extra fields come on top of the real shape. */
    String pay(String outTradeNo, String... extra) {
        return xml(signed(payment(outTradeNo, extra)));
    }

    /** The fields of the notice, not signed yet. */
    Map<String, String> payment(String outTradeNo, String... extra) {
        Map<String, String> order = orders.get(outTradeNo);
        Map<String, String> n = new LinkedHashMap<>();
        n.put("appid", APPID);
        n.put("attach", "");
        n.put("bank_type", "CMB_DEBIT");
        n.put("cash_fee", order.get("total_fee"));
        n.put("coupon_count", "1");
        n.put("coupon_fee_0", "10");
        n.put("coupon_id_0", "10000");
        n.put("fee_type", "CNY");
        n.put("is_subscribe", "N");
        n.put("mch_id", MCH_ID);
        n.put("nonce_str", "5d2b6c2a8db53831f7eda20af46e531c");
        n.put("openid", OPENID);
        n.put("out_trade_no", outTradeNo);
        n.put("result_code", "SUCCESS");
        n.put("return_code", "SUCCESS");
        n.put("some_new_field", "谢谢 & <thanks>");
        n.put("time_end", "20261124120000");
        n.put("total_fee", order.get("total_fee"));
        n.put("trade_type", "JSAPI");
        n.put("transaction_id", "42000" + Math.abs(outTradeNo.hashCode()));
        put(n, extra);
        payments.put(outTradeNo, n);
        return n;
    }

    Map<String, String> signed(Map<String, String> fields) {
        Map<String, String> signed = new LinkedHashMap<>(fields);
        signed.put("sign", Oracle.sign(fields, KEY, signType));
        return signed;
    }

    static String xml(Map<String, String> fields) {
        StringBuilder xml = new StringBuilder("<xml>\n");
        fields.forEach((name, value) -> xml.append('<').append(name).append("><![CDATA[")
                .append(value.replace("]]>", "]]]]><![CDATA[>")).append("]]></").append(name).append(">\n"));
        return xml.append("</xml>").toString();
    }

    static Map<String, String> parse(byte[] xml) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            Node root = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml)).getDocumentElement();
            for (Node n = root.getFirstChild(); n != null; n = n.getNextSibling()) {
                if (n.getNodeType() == Node.ELEMENT_NODE) {
                    fields.put(n.getNodeName(), n.getTextContent());
                }
            }
        } catch (Exception notXml) {
            throw new AssertionError(notXml);
        }
        return fields;
    }

    static void put(Map<String, String> fields, String... extra) {
        for (int i = 0; i < extra.length; i += 2) {
            fields.put(extra[i], extra[i + 1]);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Map<String, String> unifiedOrder(Map<String, String> order) {
        orders.put(order.get("out_trade_no"), order);
        Map<String, String> reply = head();
        put(reply, "trade_type", "JSAPI", "prepay_id", "wx24114520" + order.get("out_trade_no").substring(0, 16));
        return reply;
    }

    private Map<String, String> orderQuery(Map<String, String> query) {
        queries.incrementAndGet();
        String outTradeNo = query.get("out_trade_no");
        Map<String, String> reply = head();
        reply.put("out_trade_no", outTradeNo);
        if (payments.containsKey(outTradeNo)) {
            reply.putAll(payments.get(outTradeNo));
            put(reply, "trade_state", "SUCCESS", "trade_state_desc", "支付成功");
        } else {
            put(reply, "trade_state", "NOTPAY", "trade_state_desc", "订单未支付");
        }
        return reply;
    }

    private static Map<String, String> head() {
        Map<String, String> reply = new LinkedHashMap<>();
        put(reply, "return_code", "SUCCESS", "return_msg", "OK", "appid", APPID, "mch_id", MCH_ID,
                "nonce_str", "IITRi8Iabbblz1Jc", "result_code", "SUCCESS");
        return reply;
    }

    private Map<String, String> read(HttpExchange exchange) throws IOException {
        Map<String, String> request = parse(exchange.getRequestBody().readAllBytes());
        if (!Oracle.sign(request, KEY, request.getOrDefault("sign_type", "MD5")).equals(request.get("sign"))) {
            throw new AssertionError("the shop sent a wrong signature");
        }
        return request;
    }

    private void reply(HttpExchange exchange, Map<String, String> reply) throws IOException {
        answer(exchange, "text/xml", rewrite.apply(xml(signed(change.apply(reply)))));
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
