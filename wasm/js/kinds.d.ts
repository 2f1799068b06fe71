// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.

/**
 * What a message is about. The caller says which kind it expects; the message is never asked.
 * 报文的种类，由调用方指定，绝不由报文决定。
 *
 * - `unlisted`: any signed message this library has no data for. Weaker: signature, duplicates and client-side readings
 *   only. 未收录的报文，校验较弱。
 * - `unifiedorder`: an order sent to /pay/unifiedorder. 统一下单请求。
 * - `unifiedorder_reply`: the gateway's answer to an order; it succeeded when a prepay_id was issued. 统一下单的应答；成功即得到 prepay_id。
 * - `orderquery`: a question sent to /pay/orderquery. 查询订单请求。
 * - `orderquery_reply`: the gateway's answer about an order; it succeeded when the order is paid. 查询订单的应答；成功即订单已支付。
 * - `closeorder`: a request sent to /pay/closeorder. 关闭订单请求。
 * - `closeorder_reply`: the gateway's answer to a close request; it succeeded when the order is closed. 关闭订单的应答；成功即订单已关闭。
 * - `pay_notice`: a payment result posted to the notify_url; it succeeded when the order is paid. 支付结果通知；成功即订单已支付。
 * - `notice_answer`: the host's answer to a notice; never signed. 商户对通知的应答；不签名。
 */
export type Kind =
  | 'unlisted'
  | 'unifiedorder'
  | 'unifiedorder_reply'
  | 'orderquery'
  | 'orderquery_reply'
  | 'closeorder'
  | 'closeorder_reply'
  | 'pay_notice'
  | 'notice_answer';
