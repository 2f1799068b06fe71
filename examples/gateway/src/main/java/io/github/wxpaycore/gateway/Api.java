package io.github.wxpaycore.gateway;

import io.github.wxpaycore.gateway.Merchants.Merchant;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xml.sax.SAXException;

/** What the shop's server calls: unifiedorder, orderquery, closeorder. */
final class Api {
    private final Merchants merchants;
    private final Orders orders;
    private final Clock clock;
    private final Duration closable;

    /** @param closable how old an order must be before it may be closed; five minutes at WeChat */
    Api(Merchants merchants, Orders orders, Clock clock, Duration closable) {
        this.merchants = merchants;
        this.orders = orders;
        this.clock = clock;
        this.closable = closable;
    }

    /** A request whose signature has been found right. */
    private record Signed(Merchant merchant, String key, Sign sign, Map<String, String> fields) {
        String get(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    Http.Reply unifiedOrder(Http.Request request) {
        return answer(request, this::unifiedOrder);
    }

    Http.Reply orderQuery(Http.Request request) {
        return answer(request, this::orderQuery);
    }

    Http.Reply closeOrder(Http.Request request) {
        return answer(request, this::closeOrder);
    }

    private interface Call {
        /** Adds the fields of success to the reply, or throws a Refusal. */
        void run(Signed request, Map<String, String> reply);
    }

    private Http.Reply answer(Http.Request request, Call call) {
        try {
            Signed signed = verified(read(request));
            return Http.Reply.xml(Xml.write(reply(signed, call)));
        } catch (Refusal refusal) {
            // Nothing here is signed: whoever sent this has not shown to hold a key.
            Map<String, String> reply = new LinkedHashMap<>();
            reply.put("return_code", "FAIL");
            reply.put("return_msg", refusal.getMessage());
            if (refusal.code != null) {
                reply.put("err_code", refusal.code);
            }
            return Http.Reply.xml(Xml.write(reply));
        }
    }

    private static Map<String, String> read(Http.Request request) {
        if (!request.method().equals("POST")) {
            throw new Refusal("请使用post方法");
        }
        if (request.body().length == 0) {
            throw new Refusal("post数据为空");
        }
        try {
            return Xml.read(request.body());
        } catch (CharacterCodingException e) {
            throw new Refusal("编码格式错误");
        } catch (SAXException e) {
            throw new Refusal("XML格式错误");
        }
    }

    private Signed verified(Map<String, String> fields) {
        for (String name : new String[] {"appid", "mch_id", "nonce_str"}) {
            if (fields.getOrDefault(name, "").isEmpty()) {
                throw new Refusal("缺少参数:" + name);
            }
        }
        Merchant merchant = merchants.byMchId(fields.get("mch_id"))
                .orElseThrow(() -> new Refusal("MCHID_NOT_EXIST", "商户号mch_id或sub_mch_id不存在"));
        Sign sign = Sign.named(fields.get("sign_type")).orElseThrow(() -> new Refusal("invalid sign_type"));
        String given = fields.getOrDefault("sign", "");
        String key = merchant.keys().stream().filter(candidate -> Sign.same(sign.of(fields, candidate), given))
                .findFirst().orElseThrow(() -> new Refusal("签名错误"));
        return new Signed(merchant, key, sign, fields);
    }

    /** Answers with the key and the algorithm of the request, and without a sign_type. */
    private Map<String, String> reply(Signed request, Call call) {
        Map<String, String> reply = new LinkedHashMap<>();
        reply.put("return_code", "SUCCESS");
        reply.put("return_msg", "OK");
        reply.put("appid", request.get("appid"));
        reply.put("mch_id", request.get("mch_id"));
        if (!request.get("device_info").isEmpty()) {
            reply.put("device_info", request.get("device_info"));
        }
        reply.put("nonce_str", Nonce.letters(16));
        reply.put("result_code", "SUCCESS");
        try {
            checkApp(request);
            call.run(request, reply);
        } catch (Refusal refusal) {
            if (refusal.code == null) {
                throw refusal;
            }
            reply.put("result_code", "FAIL");
            reply.put("err_code", refusal.code);
            reply.put("err_code_des", refusal.getMessage());
        }
        reply.put("sign", request.sign.of(reply, request.key));
        return reply;
    }

    private void checkApp(Signed request) {
        Optional<Merchant> owner = merchants.byAppId(request.get("appid"));
        if (owner.isEmpty()) {
            throw new Refusal("APPID_NOT_EXIST", "appid不存在");
        }
        if (!request.merchant.appId().equals(request.get("appid"))) {
            throw new Refusal("APPID_MCHID_NOT_MATCH", "appid and mch_id not match");
        }
    }

    private void unifiedOrder(Signed request, Map<String, String> reply) {
        Instant now = clock.instant();
        Rules.checkOrder(request.fields, now);
        Order order = orders.place(request.merchant, request.key, request.sign, request.fields, now);
        reply.put("prepay_id", order.prepayId);
        reply.put("trade_type", order.get("trade_type"));
        switch (order.get("trade_type")) {
            case "NATIVE" -> reply.put("code_url", "weixin://wxpay/bizpayurl?pr=" + order.prepayId.substring(16));
            case "MWEB" -> reply.put("mweb_url",
                    "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=" + order.prepayId + "&package=1");
            default -> { }
        }
    }

    private void orderQuery(Signed request, Map<String, String> reply) {
        if (request.get("transaction_id").isEmpty()) {
            Rules.require(request.fields, "out_trade_no");
        }
        Order order = find(request, request.get("transaction_id"));
        Order.State state = order.state(clock.instant());
        if (state == Order.State.SUCCESS) {
            reply.putAll(order.payment());
        } else {
            reply.put("out_trade_no", order.get("out_trade_no"));
            reply.put("attach", order.get("attach"));
        }
        reply.put("trade_state", state.name());
        reply.put("trade_state_desc", state.text);
    }

    private void closeOrder(Signed request, Map<String, String> reply) {
        Rules.require(request.fields, "out_trade_no");
        Order order = find(request, "");
        order.refuseUnlessOpen(clock.instant());
        if (clock.instant().isBefore(order.created.plus(closable))) {
            throw new Refusal("TRADE_STATE_ERROR", "订单生成后不能马上关闭，最短间隔5分钟");
        }
        order.close(clock.instant());
        reply.put("result_msg", "OK");
    }

    private Order find(Signed request, String transactionId) {
        return orders.find(request.merchant, transactionId, request.get("out_trade_no"))
                .orElseThrow(() -> new Refusal("ORDERNOTEXIST", "订单不存在"));
    }
}
