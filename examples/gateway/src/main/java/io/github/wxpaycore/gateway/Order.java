package io.github.wxpaycore.gateway;

import io.github.wxpaycore.gateway.Merchants.Merchant;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One order. Its lock guards its state, so that it is paid or closed, and once only. */
final class Order {
    enum State {
        NOTPAY("订单未支付"), SUCCESS("支付成功"), CLOSED("订单已关闭");

        final String text;

        State(String text) {
            this.text = text;
        }
    }

    /** A prepay_id lives two hours. An order without time_expire that nobody has paid by then counts as closed. */
    static final Duration LIFE = Duration.ofHours(2);

    final Merchant merchant;
    /** The key and the algorithm the order was signed with: its notices follow them. */
    final String key;
    final Sign sign;
    final String prepayId;
    final Instant created;
    private final Map<String, String> request;
    private final Instant expires;
    private boolean closed;
    private Map<String, String> payment;

    Order(Merchant merchant, String key, Sign sign, Map<String, String> request, Instant now) {
        this.merchant = merchant;
        this.key = key;
        this.sign = sign;
        this.request = parameters(request, sign);
        this.prepayId = "wx" + Time.digits(now) + Nonce.hex(20);
        this.created = now;
        String end = get("time_expire");
        this.expires = end.isEmpty() ? now.plus(LIFE) : Time.parse(end);
    }

    /** A parameter of the order, empty when it was not given. */
    String get(String name) {
        return request.getOrDefault(name, "");
    }

    /** Whether a repeated request is this order again, rather than another one under its number. */
    boolean isSame(Map<String, String> other, Sign otherSign) {
        return request.equals(parameters(other, otherSign));
    }

    private static Map<String, String> parameters(Map<String, String> request, Sign sign) {
        Map<String, String> parameters = new LinkedHashMap<>(request);
        parameters.values().removeIf(String::isEmpty);
        parameters.keySet().remove("nonce_str");
        parameters.keySet().remove("sign");
        parameters.put("sign_type", sign.label);
        return parameters;
    }

    synchronized State state(Instant now) {
        if (payment != null) {
            return State.SUCCESS;
        }
        return closed || now.isAfter(expires) ? State.CLOSED : State.NOTPAY;
    }

    /** @throws Refusal if the order is paid or closed already */
    synchronized void close(Instant now) {
        refuseUnlessOpen(now);
        closed = true;
    }

    /** @throws Refusal if the order is paid or closed already */
    synchronized void pay(String transactionId, Instant now) {
        refuseUnlessOpen(now);
        payment = Payment.of(this, transactionId, now);
    }

    /** What query and notice say about the payment; null while nobody has paid. */
    synchronized Map<String, String> payment() {
        return payment;
    }

    /** @throws Refusal if the order is paid or closed already */
    void refuseUnlessOpen(Instant now) {
        switch (state(now)) {
            case SUCCESS -> throw new Refusal("ORDERPAID", "该订单已支付");
            case CLOSED -> throw new Refusal("ORDERCLOSED", "该订单已关闭");
            case NOTPAY -> { }
        }
    }
}
