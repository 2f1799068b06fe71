package io.github.wxpaycore.shop;

import io.github.wxpaycore.shop.Orders.Order;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** GET order.do?out_trade_no=...: how an order stands. Its number is random, so only the buyer's phone knows it. */
public final class OrderServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        App app = App.of(getServletContext());
        try {
            Optional<Order> known = find(app, request.getParameter("out_trade_no"));
            if (known.isEmpty()) {
                Json.refuse(response, 404, "ARG", "out_trade_no", "there is no such order");
                return;
            }
            Order order = known.get();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("out_trade_no", order.outTradeNo());
            answer.put("state", order.state());
            answer.put("total_fee", order.totalFee());
            answer.put("bookings", app.orders().bookings(order.outTradeNo()));
            answer.put("transaction_id", order.transactionId());
            Json.write(response, 200, answer);
        } catch (SQLException down) {
            Json.refuse(response, 503, "DATABASE", "", "the database did not answer");
        }
    }

    /** The order of that number, after asking WeChat about it where its notice has not come. */
    static Optional<Order> find(App app, String outTradeNo) throws SQLException {
        if (outTradeNo == null || !outTradeNo.matches("[0-9A-Za-z]{1,32}")) {
            return Optional.empty();
        }
        Optional<Order> order = app.orders().find(outTradeNo);
        return order.isEmpty() ? order : Optional.of(app.reconcile().upToDate(order.get()));
    }
}
