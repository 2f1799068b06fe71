package io.github.wxpaycore.gateway;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The facts about a payment, and the notice that carries them to the shop. */
final class Payment {
    private Payment() {
    }

    /** The payer uses a coupon of a tenth of the price (at least one fen), unless nothing would be left to pay. */
    static Map<String, String> of(Order order, String transactionId, Instant now) {
        long total = Long.parseLong(order.get("total_fee"));
        long coupon = Math.min(total - 1, Math.max(1, total / 10));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("openid", order.get("openid"));
        facts.put("is_subscribe", "N");
        facts.put("trade_type", order.get("trade_type"));
        facts.put("bank_type", "OTHERS");
        facts.put("total_fee", Long.toString(total));
        facts.put("fee_type", "CNY");
        facts.put("cash_fee", Long.toString(total - coupon));
        facts.put("cash_fee_type", "CNY");
        if (coupon > 0) {
            facts.put("settlement_total_fee", Long.toString(total - coupon));
            facts.put("coupon_fee", Long.toString(coupon));
            facts.put("coupon_count", "1");
            facts.put("coupon_type_0", "NO_CASH");
            facts.put("coupon_id_0", "2000000000001");
            facts.put("coupon_fee_0", Long.toString(coupon));
        }
        facts.put("transaction_id", transactionId);
        facts.put("out_trade_no", order.get("out_trade_no"));
        facts.put("attach", order.get("attach"));
        facts.put("time_end", Time.digits(now));
        return facts;
    }

    /**
     * The notice in the shape that surprises: an empty attach stays an empty element, a field comes that no document
     * lists, and no sign_type tells the algorithm, which is that of the order.
     */
    static String notice(Order order) {
        Map<String, String> notice = new LinkedHashMap<>();
        notice.put("appid", order.merchant.appId());
        notice.put("mch_id", order.merchant.mchId());
        if (!order.get("device_info").isEmpty()) {
            notice.put("device_info", order.get("device_info"));
        }
        notice.put("nonce_str", Nonce.letters(32));
        notice.putAll(order.payment());
        notice.put("result_code", "SUCCESS");
        notice.put("return_code", "SUCCESS");
        notice.put("settle_hint", "new & <not yet documented>");
        notice.put("sign", order.sign.of(notice, order.key));
        return Xml.write(notice);
    }
}
