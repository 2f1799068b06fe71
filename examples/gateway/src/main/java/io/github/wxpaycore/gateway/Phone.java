package io.github.wxpaycore.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the WeChat app does on the phone, as HTTP calls for demos, tests and pages. */
final class Phone {
    private static final String[] ARGUMENTS = {"timeStamp", "nonceStr", "package", "signType", "paySign", "appId"};
    private static final String PREPAY = "prepay_id=";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Session session;
    private final Orders orders;
    private final Notices notices;
    private final Clock clock;

    Phone(Session session, Orders orders, Notices notices, Clock clock) {
        this.session = session;
        this.orders = orders;
        this.notices = notices;
        this.clock = clock;
    }

    /** wx.login. An optional text "phone" tells one phone from another. */
    Http.Reply login(Http.Request request) {
        Map<String, String> body = request.text().isBlank() ? Map.of() : Json.read(request.text());
        return Http.Reply.json(200, Json.object("code", session.login(body.getOrDefault("phone", "phone"))));
    }

    /** wx.requestPayment, the payer agreeing at once. */
    Http.Reply pay(Http.Request request) {
        try {
            Map<String, String> arguments = arguments(request);
            Order order = orders.byPrepayId(arguments.get("package").substring(PREPAY.length()))
                    // What WeChat says of a prepay_id it does not know.
                    .orElseThrow(() -> new Refusal("调用支付JSAPI缺少参数:total_fee"));
            check(arguments, order);
            orders.pay(order, clock.instant());
            notices.send(order);
            return Http.Reply.json(200, Json.object("errMsg", "requestPayment:ok"));
        } catch (Refusal refusal) {
            return Http.Reply.json(200, Json.object("errMsg", "requestPayment:fail " + refusal.getMessage()));
        }
    }

    private static Map<String, String> arguments(Http.Request request) {
        Map<String, String> arguments;
        try {
            arguments = Json.read(request.text());
        } catch (IllegalArgumentException e) {
            throw new Refusal("parameter error: " + e.getMessage());
        }
        for (String name : ARGUMENTS) {
            refuseIf(arguments.getOrDefault(name, "").isEmpty(), "parameter error: " + name + " is missing");
        }
        refuseIf(!arguments.get("package").startsWith(PREPAY), "parameter error: package must begin with " + PREPAY);
        refuseIf(arguments.get("nonceStr").length() > 32, "parameter error: nonceStr is longer than 32");
        return arguments;
    }

    private void check(Map<String, String> arguments, Order order) {
        refuseIf(!order.get("trade_type").equals("JSAPI"), "trade_type不是JSAPI");
        refuseIf(!order.merchant.appId().equals(arguments.get("appId")), "appId与下单时不一致");
        refuseIf(!order.sign.label.equals(arguments.get("signType")), "signType与下单时不一致");
        refuseIf(!isRecent(arguments.get("timeStamp")), "timeStamp须为10位秒级时间戳，且不能过期");
        Map<String, String> signed = new HashMap<>();
        for (String name : new String[] {"appId", "nonceStr", "package", "signType", "timeStamp"}) {
            signed.put(name, arguments.get(name));
        }
        boolean right = order.merchant.keys().stream()
                .anyMatch(key -> Sign.same(order.sign.of(signed, key), arguments.get("paySign")));
        refuseIf(!right, "支付验证签名失败");
    }

    /** Ten digits: milliseconds are the common mistake. Not from the future, not older than a prepay_id may be. */
    private boolean isRecent(String timeStamp) {
        if (!timeStamp.matches("[0-9]{10}")) {
            return false;
        }
        Instant then = Instant.ofEpochSecond(Long.parseLong(timeStamp));
        Instant now = clock.instant();
        return !then.isAfter(now.plus(CLOCK_SKEW)) && !then.isBefore(now.minus(Order.LIFE));
    }

    /** How the delivery of an order's notice stands. */
    Http.Reply notices(Http.Request request) {
        Optional<Order> order = orders.byOutTradeNo(request.query().getOrDefault("out_trade_no", ""));
        if (order.isEmpty()) {
            return Http.Reply.json(404, Json.object("error", "no such order"));
        }
        Notices.Status status = order.flatMap(notices::of).map(Notices.Notice::status).orElse(Notices.Status.NONE);
        return Http.Reply.json(200, Json.object("paid", order.get().payment() != null,
                "attempts", status.attempts(), "delivered", status.delivered(), "last_answer", status.lastAnswer()));
    }

    /** The genuine notice, byte for byte. */
    Http.Reply body(Http.Request request) {
        return notice(request)
                .map(notice -> Http.Reply.xml(notice.xml()))
                .orElseGet(Phone::noNotice);
    }

    /** Sends the genuine notice once more, now. */
    Http.Reply resend(Http.Request request) {
        return notice(request)
                .map(notice -> notices.post(notice).join())
                .map(answer -> Http.Reply.json(200, Json.object("status", answer.status(), "answer", answer.text())))
                .orElseGet(Phone::noNotice);
    }

    private Optional<Notices.Notice> notice(Http.Request request) {
        return orders.byOutTradeNo(request.query().getOrDefault("out_trade_no", "")).flatMap(notices::of);
    }

    private static Http.Reply noNotice() {
        return Http.Reply.json(404, Json.object("error", "no notice: there is no such order, or nobody has paid it"));
    }

    private static void refuseIf(boolean bad, String text) {
        if (bad) {
            throw new Refusal(text);
        }
    }
}
