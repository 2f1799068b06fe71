package io.github.wxpaycore.gateway;

import io.github.wxpaycore.gateway.Merchants.Merchant;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All orders, in memory: they end with the process. */
final class Orders {
    private record Number(String mchId, String outTradeNo) {
    }

    private final Map<Number, Order> byNumber = new ConcurrentHashMap<>();
    private final Map<String, Order> byPrepayId = new ConcurrentHashMap<>();
    private final Map<String, Order> byTransactionId = new ConcurrentHashMap<>();

    /**
     * Takes an order, or finds it again when the very same one is sent once more.
     *
     * @throws Refusal if the number is in use
     */
    synchronized Order place(Merchant merchant, String key, Sign sign, Map<String, String> request, Instant now) {
        Number number = new Number(merchant.mchId(), request.get("out_trade_no"));
        Order known = byNumber.get(number);
        if (known != null) {
            known.refuseUnlessOpen(now);
            if (!known.isSame(request, sign)) {
                throw new Refusal("OUT_TRADE_NO_USED", "商户订单号重复");
            }
            return known;
        }
        Order order = new Order(merchant, key, sign, request, now);
        byNumber.put(number, order);
        byPrepayId.put(order.prepayId, order);
        return order;
    }

    /** Marks an order as paid. @throws Refusal if it is paid or closed already */
    void pay(Order order, Instant now) {
        String transactionId = "42000" + Nonce.digits(5) + Time.digits(now).substring(0, 8) + Nonce.digits(10);
        order.pay(transactionId, now);
        byTransactionId.put(transactionId, order);
    }

    /** An order of this merchant, by the platform's number if there is one, else by the merchant's. */
    Optional<Order> find(Merchant merchant, String transactionId, String outTradeNo) {
        Order order = transactionId.isEmpty()
                ? byNumber.get(new Number(merchant.mchId(), outTradeNo))
                : byTransactionId.get(transactionId);
        return Optional.ofNullable(order).filter(found -> found.merchant.equals(merchant));
    }

    Optional<Order> byPrepayId(String prepayId) {
        return Optional.ofNullable(byPrepayId.get(prepayId));
    }

    /** An order of any merchant: the phone does not know whose it is. */
    Optional<Order> byOutTradeNo(String outTradeNo) {
        return byNumber.values().stream().filter(order -> order.get("out_trade_no").equals(outTradeNo)).findFirst();
    }
}
