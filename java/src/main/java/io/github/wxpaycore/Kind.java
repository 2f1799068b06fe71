// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.
package io.github.wxpaycore;

/** What a message is about. The caller says which kind it expects; the message is never asked. */
public enum Kind {
    /** Any signed message this library has no data for. Weaker: signature, duplicates and client-side readings only. */
    UNLISTED(0),
    /** unifiedorder: an order sent to /pay/unifiedorder (统一下单请求). */
    UNIFIED_ORDER(1),
    /** unifiedorder_reply: the gateway's answer to an order; it succeeded when a prepay_id was issued (统一下单的应答；成功即得到 prepay_id). */
    UNIFIED_ORDER_REPLY(2),
    /** orderquery: a question sent to /pay/orderquery (查询订单请求). */
    ORDER_QUERY(3),
    /** orderquery_reply: the gateway's answer about an order; it succeeded when the order is paid (查询订单的应答；成功即订单已支付). */
    ORDER_QUERY_REPLY(4),
    /** closeorder: a request sent to /pay/closeorder (关闭订单请求). */
    CLOSE_ORDER(5),
    /** closeorder_reply: the gateway's answer to a close request; it succeeded when the order is closed (关闭订单的应答；成功即订单已关闭). */
    CLOSE_ORDER_REPLY(6),
    /** pay_notice: a payment result posted to the notify_url; it succeeded when the order is paid (支付结果通知；成功即订单已支付). */
    PAY_NOTICE(7),
    /** notice_answer: the host's answer to a notice; never signed (商户对通知的应答；不签名). */
    NOTICE_ANSWER(8);

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    /** The number that crosses the border; never reused. */
    public int number() {
        return number;
    }
}
