package io.github.wxpaycore.shop;

import io.github.wxpaycore.shop.Orders.Order;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The texts of result.jsp, in Chinese or English as the browser asks, all of them escaped already. */
public final class ResultPage {
    private final boolean chinese;
    private final Map<String, String> texts = new HashMap<>();

    private ResultPage(HttpServletRequest request) {
        chinese = request.getHeader("Accept-Language") == null || request.getLocale().getLanguage().equals("zh");
    }

    /** What the page shows for this request. */
    public static Map<String, String> texts(HttpServletRequest request) {
        ResultPage page = new ResultPage(request);
        page.put("lang", "zh-CN", "en");
        page.put("itemLabel", "商品", "Item");
        page.put("amountLabel", "金额", "Amount");
        page.put("numberLabel", "订单号", "Order");
        try {
            Optional<Order> order = OrderServlet.find(App.of(request.getServletContext()), request.getParameter("out_trade_no"));
            order.ifPresentOrElse(page::show, () -> page.state("unknown", "没有这个订单", "There is no such order"));
        } catch (SQLException down) {
            page.state("unknown", "暂时无法查询，请稍后再试", "The shop cannot look it up just now. Please try again");
        }
        return page.texts;
    }

    private void show(Order order) {
        switch (order.state()) {
            case "PAID" -> state("paid", "支付成功", "Paid");
            case "NOTPAY" -> state("waiting", "等待支付结果", "Waiting for the payment");
            case "REFUND" -> state("failed", "已退款", "Refunded");
            default -> state("failed", "支付未完成", "Not paid");
        }
        PriceList.find(order.item()).ifPresent(item -> put("item", item.chinese(), item.english()));
        texts.put("amount", escape("¥" + BigDecimal.valueOf(order.totalFee(), 2)));
        texts.put("number", escape(order.outTradeNo()));
    }

    private void state(String state, String zh, String en) {
        texts.put("state", state);
        put("title", zh, en);
    }

    private void put(String name, String zh, String en) {
        texts.put(name, escape(chinese ? zh : en));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
