package io.github.wxpaycore.shop;

import io.github.wxpaycore.Code;
import io.github.wxpaycore.Kind;
import io.github.wxpaycore.Nonce;
import io.github.wxpaycore.Verified;
import io.github.wxpaycore.WxPay;
import io.github.wxpaycore.WxPayException;
import io.github.wxpaycore.shop.Orders.Order;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Asks WeChat (orderquery) how an order stands. Delivery of notices is not guaranteed, so an order without one is asked
 * about when somebody looks at it; and so is an order whose notice was refused although it may be genuine.
 */
final class Reconcile {
    private static final Logger LOG = Logger.getLogger("shop");
    private static final Set<String> NOT_PAID = Set.of("CLOSED", "REVOKED", "PAYERROR", "REFUND");
    private static final Pattern NUMBER = Pattern.compile("<out_trade_no>(?:<!\\[CDATA\\[)?([0-9A-Za-z]{32})");

    private final Config config;
    private final Orders orders;
    private final WeChat weChat;

    Reconcile(Config config, Orders orders, WeChat weChat) {
        this.config = config;
        this.orders = orders;
        this.weChat = weChat;
    }

    /** The order as it stands now; an unpaid one is asked about at most once per ask_after. */
    Order upToDate(Order order) throws SQLException {
        return mayAsk(order) ? asked(order) : order;
    }

    /**
     * The way out when a notice may be genuine but can be read in two ways (AMBIGUOUS, DUPLICATE): nothing in it is
     * believed, the order it speaks of is asked about. The number in it is no more than a hint where to look in our own
     * table; it is found by pattern because the library rightly reads nothing out of a message with doubled elements.
     * Anybody can send such a notice, without a signature; so the alarm is no more frequent than the question.
     */
    void afterRefusal(Code code, byte[] notice) {
        if (code != Code.AMBIGUOUS && code != Code.DUPLICATE) {
            return;
        }
        String text = new String(notice, StandardCharsets.ISO_8859_1);
        List<String> hints = NUMBER.matcher(text).results().limit(2).map(m -> m.group(1)).distinct().toList();
        try {
            for (String hint : hints) {
                Order order = orders.find(hint).orElse(null);
                if (order != null && mayAsk(order)) {
                    LOG.severe("ALARM: a notice about " + order.outTradeNo() + " was refused as " + code + "; WeChat is asked");
                    asked(order);
                }
            }
        } catch (SQLException down) {
            LOG.severe("the order of a refused notice was not asked about: SQLState " + down.getSQLState());
        }
    }

    private boolean mayAsk(Order order) throws SQLException {
        return !order.paid() && orders.mayAsk(order.outTradeNo(), config.askAfter());
    }

    private Order asked(Order order) throws SQLException {
        try {
            ask(order);
        } catch (WeChat.Unavailable | WxPayException unanswered) {
            LOG.warning("orderquery: " + unanswered.getMessage());
        }
        return orders.find(order.outTradeNo()).orElse(order);
    }

    private void ask(Order order) throws WeChat.Unavailable, SQLException {
        Map<String, String> query = config.request(Nonce.next());
        query.put("out_trade_no", order.outTradeNo());
        byte[] reply = weChat.post("/pay/orderquery", WxPay.encodeSigned(query, config.key(), Kind.ORDER_QUERY));
        try {
            settle(order, WxPay.decodeVerified(reply, config.key(), Kind.ORDER_QUERY_REPLY));
        } catch (WxPayException refused) {
            if (refused.code() != Code.AMBIGUOUS) {
                throw refused;
            }
            settleUnverified(order, WxPay.decodeUnverified(reply));
        }
    }

    private void settle(Order order, Verified reply) throws SQLException {
        reply.expect(config.identity());
        String state = String.valueOf(reply.get("trade_state"));
        if (reply.succeeded()) {
            book(order, reply.expect(order.due()).get("transaction_id"));
        } else if (NOT_PAID.contains(state)) {
            reply.expect("out_trade_no", order.outTradeNo());
            orders.notPaid(order.outTradeNo(), state);
        }
    }

    /**
     * The text a buyer chose (attach) comes back in the query's answer too and makes it AMBIGUOUS as well. We asked by our
     * own number, and TLS says who answered; so the fields that cannot hold free text may be believed, and only those.
     */
    private void settleUnverified(Order order, Map<String, String> reply) throws SQLException {
        Map<String, String> paid = new HashMap<>(order.due());
        paid.putAll(config.identity());
        paid.putAll(Map.of("return_code", "SUCCESS", "result_code", "SUCCESS", "trade_state", "SUCCESS"));
        Map<String, String> said = new HashMap<>(reply);
        said.putIfAbsent("fee_type", "CNY");
        String transactionId = said.getOrDefault("transaction_id", "");
        boolean isPaid = said.entrySet().containsAll(paid.entrySet()) && transactionId.matches("[0-9A-Za-z]{1,64}");
        LOG.severe("ALARM: the answer about " + order.outTradeNo() + " can be read in two ways; over TLS it says "
                + (isPaid ? "paid" : "not paid") + ". Look at this order by hand");
        if (isPaid) {
            book(order, transactionId);
        }
    }

    private void book(Order order, String transactionId) throws SQLException {
        if (orders.book(order.outTradeNo(), transactionId)) {
            LOG.info("booked " + order.outTradeNo() + " after asking WeChat");
        }
    }
}
