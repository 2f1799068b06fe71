package io.github.wxpaycore.shop;

import io.github.wxpaycore.Code;
import io.github.wxpaycore.Kind;
import io.github.wxpaycore.Nonce;
import io.github.wxpaycore.Verified;
import io.github.wxpaycore.WxPay;
import io.github.wxpaycore.WxPayException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;

/**
 * POST prepay.do: the phone sends its login code and what it wants; it gets back what wx.requestPayment needs.
 */
public final class PrepayServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger("shop");
    private static final int LONGEST_BODY = 4096;

    /** The phone is told no. */
    private static final class Refusal extends Exception {
        final int status;
        final String error;
        final String where;

        Refusal(int status, String error, String where, String message) {
            super(message);
            this.status = status;
            this.error = error;
            this.where = where;
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> wish = wish(request);
        Map<String, String> answer;
        try {
            answer = prepay(App.of(getServletContext()), wish, request);
        } catch (Refusal no) {
            refuse(response, no);
            return;
        } catch (WxPayException e) {
            refuse(response, new Refusal(502, e.code().name(), e.where(), e.getMessage()));
            return;
        } catch (WeChat.Unavailable e) {
            refuse(response, new Refusal(502, "GATEWAY", "", e.getMessage()));
            return;
        } catch (SQLException e) {
            refuse(response, new Refusal(503, "DATABASE", "", "the database did not answer (SQLState " + e.getSQLState() + ")"));
            return;
        }
        Json.write(response, 200, answer);
    }

    private Map<String, String> prepay(App app, Map<String, String> wish, HttpServletRequest request)
            throws Refusal, WeChat.Unavailable, SQLException {
        String code = wish.getOrDefault("code", "");
        String item = wish.getOrDefault("item", "");
        if (!code.matches("[!-~]{1,128}")) {
            throw new Refusal(400, "ARG", "code", "the login code of wx.login is missing or malformed");
        }
        PriceList.Item wanted = PriceList.find(item).orElseThrow(
                () -> new Refusal(400, "ARG", "item", "this shop does not sell that"));

        // The order is in the database before WeChat hears of it: whatever happens then, its notice finds it.
        String openid = openid(app, code);
        String outTradeNo = Nonce.next();
        app.orders().create(outTradeNo, item, wanted.fen(), openid);

        Map<String, String> order = app.config().request(Nonce.next());
        order.put("body", wanted.chinese() + " " + wanted.english());
        order.put("out_trade_no", outTradeNo);
        order.put("total_fee", Long.toString(wanted.fen()));
        order.put("spbill_create_ip", ClientAddress.of(request, app.config().trustedProxies()));
        order.put("notify_url", app.config().notifyUrl());
        order.put("trade_type", "JSAPI");
        order.put("openid", openid);
        String prepayId = unifiedOrder(app, order);
        app.orders().prepared(outTradeNo, prepayId);

        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("out_trade_no", outTradeNo);
        answer.putAll(WxPay.miniProgram(app.config().appId(), prepayId, Nonce.next(),
                Long.toString(Instant.now().getEpochSecond()), app.config().key()));
        return answer;
    }

    private static String openid(App app, String code) throws Refusal, WeChat.Unavailable {
        try {
            return app.weChat().openid(code);
        } catch (WeChat.LoginRefused refused) {
            throw refused.byThePhone()
                    ? new Refusal(400, "LOGIN", "code", "the login code is wrong, old or used: call wx.login again")
                    : new Refusal(502, "LOGIN", "", refused.getMessage());
        }
    }

    private static String unifiedOrder(App app, Map<String, String> order) throws Refusal, WeChat.Unavailable {
        byte[] reply = app.weChat().post("/pay/unifiedorder",
                WxPay.encodeSigned(order, app.config().key(), Kind.UNIFIED_ORDER));
        Verified answer;
        try {
            answer = WxPay.decodeVerified(reply, app.config().key(), Kind.UNIFIED_ORDER_REPLY)
                    .expect(app.config().identity());
        } catch (WxPayException refused) {
            if (refused.code() == Code.NO_SIGN) {
                // return_code FAIL comes unsigned. Its text helps a person; for the program the outcome is unknown.
                LOG.warning("unifiedorder: " + Log.line(WxPay.decodeUnverified(reply).get("return_msg")));
            }
            throw refused;
        }
        if (!answer.succeeded()) {
            throw new Refusal(502, answer.get("err_code") == null ? "FAIL" : answer.get("err_code"), "",
                    "WeChat did not take the order");
        }
        return answer.get("prepay_id");
    }

    /** wx.request sends JSON unless it is told to send a form. */
    private static Map<String, String> wish(HttpServletRequest request) throws IOException {
        byte[] body = Body.read(request, LONGEST_BODY);
        if (body.length > LONGEST_BODY) {
            return Map.of();
        }
        return Form.isNamed(request.getContentType()) ? Form.read(body) : Json.read(body);
    }

    private static void refuse(HttpServletResponse response, Refusal no) throws IOException {
        LOG.warning("prepay refused: " + Log.line(no.error + ": " + no.getMessage()));
        Json.refuse(response, no.status, no.error, no.where, no.getMessage());
    }
}
