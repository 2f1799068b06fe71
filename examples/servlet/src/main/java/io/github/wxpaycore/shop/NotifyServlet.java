package io.github.wxpaycore.shop;

import io.github.wxpaycore.Kind;
import io.github.wxpaycore.Verified;
import io.github.wxpaycore.WxPay;
import io.github.wxpaycore.WxPayException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;

/**
 * POST notify.do: WeChat says that an order was paid. It sends the same notice again and again until the answer is
 * SUCCESS, so SUCCESS is said only after the booking is committed, and FAIL for everything that is not certain.
 */
public final class NotifyServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger("shop");
    private static final int LONGEST_BODY = 64 * 1024;

    /** What a notice about an order we do not have is compared with: no number has blanks, so it is refused as IDENTITY. */
    private static final Map<String, String> NO_ORDER = Map.of("out_trade_no", "no such order");

    /** The body of a notice broke off; web.xml names the answer. */
    private static final class BrokenOff extends Exception {
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        App app = App.of(getServletContext());
        byte[] body;
        try {
            body = Body.read(request, LONGEST_BODY);
        } catch (IOException brokenOff) {
            LOG.warning("notice refused: its body broke off");
            answer(response, "FAIL", "SYNTAX");
            // After a failed read Tomcat drops that answer and sends an error page, by default one with status 500.
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new BrokenOff());
            return;
        }
        try {
            receive(app, body);
            answer(response, "SUCCESS", "OK");
        } catch (WxPayException refused) {
            LOG.warning("notice refused: " + refused.getMessage());
            answer(response, "FAIL", refused.code().name());
            app.reconcile().afterRefusal(refused.code(), body);
        } catch (SQLException down) {
            LOG.severe("notice not booked: the database failed (SQLState " + down.getSQLState() + "); WeChat will send it again");
            answer(response, "FAIL", "DATABASE");
        }
    }

    private void receive(App app, byte[] body) throws SQLException {
        Config config = app.config();
        Verified notice = WxPay.decodeVerified(body, config.key(), Kind.PAY_NOTICE).expect(config.identity());
        String outTradeNo = notice.get("out_trade_no");
        if (!notice.succeeded()) {
            LOG.info("notice: a payment failed, nothing is booked");
            app.orders().notPaid(outTradeNo, "PAYERROR");
            return;
        }
        notice.expect(app.orders().find(outTradeNo).map(Orders.Order::due).orElse(NO_ORDER));
        boolean first = app.orders().book(outTradeNo, notice.get("transaction_id"));
        LOG.info((first ? "booked " : "booked before, notice came again: ") + outTradeNo);
    }

    /** Sends the answer at once: WeChat need not wait for what comes after it. */
    private static void answer(HttpServletResponse response, String code, String message) throws IOException {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("return_code", code);
        answer.put("return_msg", message);
        byte[] xml = WxPay.encode(answer);
        response.setContentType("text/xml;charset=UTF-8");
        response.setContentLength(xml.length);
        response.getOutputStream().write(xml);
        response.flushBuffer();
    }
}
