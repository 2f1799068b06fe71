// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.

use super::{ClientField, ClientSet, Condition, Known, Outcome, Spec, Syntax, set};

/// What a message is about. The caller says which kind it expects; the message is never asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
#[non_exhaustive]
pub enum Kind {
    /// Any signed message this library has no data for. Weaker: signature, duplicates and client-side readings only.
    Unlisted = 0,
    /// `unifiedorder`: an order sent to /pay/unifiedorder (统一下单请求).
    UnifiedOrder = 1,
    /// `unifiedorder_reply`: the gateway's answer to an order; it succeeded when a prepay_id was issued (统一下单的应答；成功即得到 prepay_id).
    UnifiedOrderReply = 2,
    /// `orderquery`: a question sent to /pay/orderquery (查询订单请求).
    OrderQuery = 3,
    /// `orderquery_reply`: the gateway's answer about an order; it succeeded when the order is paid (查询订单的应答；成功即订单已支付).
    OrderQueryReply = 4,
    /// `closeorder`: a request sent to /pay/closeorder (关闭订单请求).
    CloseOrder = 5,
    /// `closeorder_reply`: the gateway's answer to a close request; it succeeded when the order is closed (关闭订单的应答；成功即订单已关闭).
    CloseOrderReply = 6,
    /// `pay_notice`: a payment result posted to the notify_url; it succeeded when the order is paid (支付结果通知；成功即订单已支付).
    PayNotice = 7,
    /// `notice_answer`: the host's answer to a notice; never signed (商户对通知的应答；不签名).
    NoticeAnswer = 8,
}

impl Kind {
    /// Every kind, by number.
    pub const ALL: &'static [Self] = &[
        Self::Unlisted,
        Self::UnifiedOrder,
        Self::UnifiedOrderReply,
        Self::OrderQuery,
        Self::OrderQueryReply,
        Self::CloseOrder,
        Self::CloseOrderReply,
        Self::PayNotice,
        Self::NoticeAnswer,
    ];

    pub(super) const fn spec(self) -> &'static Spec {
        match self {
            Self::Unlisted => &UNLISTED,
            Self::UnifiedOrder => &UNIFIED_ORDER,
            Self::UnifiedOrderReply => &UNIFIED_ORDER_REPLY,
            Self::OrderQuery => &ORDER_QUERY,
            Self::OrderQueryReply => &ORDER_QUERY_REPLY,
            Self::CloseOrder => &CLOSE_ORDER,
            Self::CloseOrderReply => &CLOSE_ORDER_REPLY,
            Self::PayNotice => &PAY_NOTICE,
            Self::NoticeAnswer => &NOTICE_ANSWER,
        }
    }
}

static UNLISTED: Spec = Spec {
    name: "unlisted",
    signed: true,
    required: &[],
    outcomes: &[],
    yes: &[],
    defaults: &[],
    fields: &[],
};

static UNIFIED_ORDER: Spec = Spec {
    name: "unifiedorder",
    signed: true,
    required: &["appid", "mch_id", "out_trade_no", "total_fee", "trade_type"],
    outcomes: &[
        // appid, mch_id, out_trade_no, total_fee, trade_type
        Outcome { when: &[], required: set(&[0, 9, 13, 25, 26]) },
    ],
    yes: &[],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("attach", Syntax::Text),
        Known::new("body", Syntax::Text),
        Known::new("detail", Syntax::Text),
        Known::new("device_info", Syntax::Text),
        Known::new("fee_type", Syntax::Id),
        Known::new("fingerprint", Syntax::Text),
        Known::new("goods_tag", Syntax::Text),
        Known::new("limit_pay", Syntax::Id),
        Known::new("mch_id", Syntax::Id),
        Known::new("nonce_str", Syntax::Id),
        Known::new("notify_url", Syntax::Text),
        Known::new("openid", Syntax::Id),
        Known::new("out_trade_no", Syntax::Id),
        Known::new("product_id", Syntax::Text),
        Known::new("profit_sharing", Syntax::Id),
        Known::new("receipt", Syntax::Id),
        Known::new("scene_info", Syntax::Text),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("spbill_create_ip", Syntax::Id),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
        Known::new("sub_openid", Syntax::Id),
        Known::new("time_expire", Syntax::Time),
        Known::new("time_start", Syntax::Time),
        Known::new("total_fee", Syntax::Amount),
        Known::new("trade_type", Syntax::Id),
        Known::new("user_creid", Syntax::Text),
        Known::new("user_truename", Syntax::Text),
        Known::new("user_type", Syntax::Id),
        Known::new("version", Syntax::Id),
    ],
};

static UNIFIED_ORDER_REPLY: Spec = Spec {
    name: "unifiedorder_reply",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        // appid, mch_id, prepay_id, result_code, return_code
        Outcome { when: &[Condition { number: 10, values: &["SUCCESS"], wanted: true }], required: set(&[0, 5, 8, 10, 11]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 10, values: &["FAIL"], wanted: true }], required: set(&[0, 5, 10, 11]) },
    ],
    yes: &[("result_code", "SUCCESS", false)],
    defaults: &[],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("code_url", Syntax::Text),
        Known::new("device_info", Syntax::Text),
        Known::new("err_code", Syntax::Id),
        Known::new("err_code_des", Syntax::Text),
        Known::new("mch_id", Syntax::Id),
        Known::new("mweb_url", Syntax::Text),
        Known::new("nonce_str", Syntax::Id),
        Known::new("prepay_id", Syntax::Id),
        Known::new("promotion_detail", Syntax::Text),
        Known::new("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        Known::new("return_code", Syntax::OneOf(&["SUCCESS"])),
        Known::new("return_msg", Syntax::Text),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
        Known::new("trade_type", Syntax::Id),
    ],
};

static ORDER_QUERY: Spec = Spec {
    name: "orderquery",
    signed: true,
    required: &["appid", "mch_id"],
    outcomes: &[
        // appid, mch_id
        Outcome { when: &[], required: set(&[0, 1]) },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("mch_id", Syntax::Id),
        Known::new("nonce_str", Syntax::Id),
        Known::new("out_trade_no", Syntax::Id),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
        Known::new("transaction_id", Syntax::Id),
        Known::new("version", Syntax::Id),
    ],
};

static ORDER_QUERY_REPLY: Spec = Spec {
    name: "orderquery_reply",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        // appid, mch_id, out_trade_no, result_code, return_code, time_end, total_fee, trade_state, transaction_id
        Outcome { when: &[Condition { number: 23, values: &["SUCCESS"], wanted: true }, Condition { number: 34, values: &["SUCCESS", "REFUND"], wanted: true }], required: set(&[0, 17, 20, 23, 24, 32, 33, 34, 37]) },
        // appid, mch_id, out_trade_no, result_code, return_code, trade_state
        Outcome { when: &[Condition { number: 23, values: &["SUCCESS"], wanted: true }, Condition { number: 34, values: &["SUCCESS", "REFUND"], wanted: false }], required: set(&[0, 17, 20, 23, 24, 34]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 23, values: &["FAIL"], wanted: true }], required: set(&[0, 17, 23, 24]) },
    ],
    yes: &[("result_code", "SUCCESS", false), ("trade_state", "SUCCESS", false)],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("attach", Syntax::Text),
        Known::new("bank_type", Syntax::Id),
        Known::new("cash_fee", Syntax::Amount),
        Known::new("cash_fee_type", Syntax::Id),
        Known::new("consume_fee", Syntax::Amount),
        Known::new("coupon_count", Syntax::Digits),
        Known::new("coupon_fee", Syntax::Amount),
        Known::new("coupon_fee_$n", Syntax::Amount),
        Known::new("coupon_id_$n", Syntax::Id),
        Known::new("coupon_type_$n", Syntax::Id),
        Known::new("detail", Syntax::Text),
        Known::new("device_info", Syntax::Text),
        Known::new("err_code", Syntax::Id),
        Known::new("err_code_des", Syntax::Text),
        Known::new("fee_type", Syntax::Id),
        Known::new("is_subscribe", Syntax::Id),
        Known::new("mch_id", Syntax::Id),
        Known::new("nonce_str", Syntax::Id),
        Known::new("openid", Syntax::Id),
        Known::new("out_trade_no", Syntax::Id),
        Known::new("promotion_detail", Syntax::Text),
        Known::new("rate_value", Syntax::Id),
        Known::new("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        Known::new("return_code", Syntax::OneOf(&["SUCCESS"])),
        Known::new("return_msg", Syntax::Text),
        Known::new("settlement_total_fee", Syntax::Amount),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_is_subscribe", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
        Known::new("sub_openid", Syntax::Id),
        Known::new("time_end", Syntax::Time),
        Known::new("total_fee", Syntax::Amount),
        Known::new("trade_state", Syntax::Id),
        Known::new("trade_state_desc", Syntax::Text),
        Known::new("trade_type", Syntax::Id),
        Known::new("transaction_id", Syntax::Id),
        Known::new("version", Syntax::Id),
    ],
};

static CLOSE_ORDER: Spec = Spec {
    name: "closeorder",
    signed: true,
    required: &["appid", "mch_id", "out_trade_no"],
    outcomes: &[
        // appid, mch_id, out_trade_no
        Outcome { when: &[], required: set(&[0, 1, 3]) },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("mch_id", Syntax::Id),
        Known::new("nonce_str", Syntax::Id),
        Known::new("out_trade_no", Syntax::Id),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
    ],
};

static CLOSE_ORDER_REPLY: Spec = Spec {
    name: "closeorder_reply",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 5, values: &["SUCCESS"], wanted: true }], required: set(&[0, 3, 5, 7]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 5, values: &["FAIL"], wanted: true }], required: set(&[0, 3, 5, 7]) },
    ],
    yes: &[("result_code", "SUCCESS", false)],
    defaults: &[],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("err_code", Syntax::Id),
        Known::new("err_code_des", Syntax::Text),
        Known::new("mch_id", Syntax::Id),
        Known::new("nonce_str", Syntax::Id),
        Known::new("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        Known::new("result_msg", Syntax::Text),
        Known::new("return_code", Syntax::OneOf(&["SUCCESS"])),
        Known::new("return_msg", Syntax::Text),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
    ],
};

static PAY_NOTICE: Spec = Spec {
    name: "pay_notice",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        // appid, bank_type, mch_id, out_trade_no, result_code, return_code, time_end, total_fee, transaction_id
        Outcome { when: &[Condition { number: 22, values: &["SUCCESS"], wanted: true }], required: set(&[0, 2, 16, 19, 22, 23, 31, 32, 35]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 22, values: &["FAIL"], wanted: true }], required: set(&[0, 16, 22, 23]) },
    ],
    yes: &[("result_code", "SUCCESS", false), ("trade_state", "SUCCESS", true)],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        Known::new("appid", Syntax::Id),
        Known::new("attach", Syntax::Text),
        Known::new("bank_type", Syntax::Id),
        Known::new("cash_fee", Syntax::Amount),
        Known::new("cash_fee_type", Syntax::Id),
        Known::new("contract_id", Syntax::Id),
        Known::new("coupon_count", Syntax::Digits),
        Known::new("coupon_fee", Syntax::Amount),
        Known::new("coupon_fee_$n", Syntax::Amount),
        Known::new("coupon_id_$n", Syntax::Id),
        Known::new("coupon_type_$n", Syntax::Id),
        Known::new("device_info", Syntax::Text),
        Known::new("err_code", Syntax::Id),
        Known::new("err_code_des", Syntax::Text),
        Known::new("fee_type", Syntax::Id),
        Known::new("is_subscribe", Syntax::Id),
        Known::new("mch_id", Syntax::Id),
        Known::new("nonce_str", Syntax::Id),
        Known::new("openid", Syntax::Id),
        Known::new("out_trade_no", Syntax::Id),
        Known::new("promotion_detail", Syntax::Text),
        Known::new("rate_value", Syntax::Id),
        Known::new("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        Known::new("return_code", Syntax::OneOf(&["SUCCESS"])),
        Known::new("return_msg", Syntax::Text),
        Known::new("settlement_total_fee", Syntax::Amount),
        Known::new("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        Known::new("sub_appid", Syntax::Id),
        Known::new("sub_is_subscribe", Syntax::Id),
        Known::new("sub_mch_id", Syntax::Id),
        Known::new("sub_openid", Syntax::Id),
        Known::new("time_end", Syntax::Time),
        Known::new("total_fee", Syntax::Amount),
        Known::new("trade_state", Syntax::OneOf(&["SUCCESS", "PAY_FAIL"])),
        Known::new("trade_type", Syntax::Id),
        Known::new("transaction_id", Syntax::Id),
        Known::new("user_repaid", Syntax::Id),
        Known::new("version", Syntax::Id),
    ],
};

static NOTICE_ANSWER: Spec = Spec {
    name: "notice_answer",
    signed: false,
    required: &[],
    outcomes: &[
        // 
        Outcome { when: &[], required: set(&[]) },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        Known::new("return_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        Known::new("return_msg", Syntax::Text),
    ],
};

/// Texts that go to clients under the same key.
pub(super) static CLIENT_SETS: &[ClientSet] = &[
    // native_url
    ClientSet(&[
        ClientField { name: "appid", optional: false, free: false },
        ClientField { name: "mch_id", optional: false, free: false },
        ClientField { name: "nonce_str", optional: false, free: true },
        ClientField { name: "product_id", optional: false, free: true },
        ClientField { name: "time_stamp", optional: false, free: false },
    ]),
    // jsapi
    ClientSet(&[
        ClientField { name: "appId", optional: false, free: false },
        ClientField { name: "nonceStr", optional: false, free: true },
        ClientField { name: "package", optional: false, free: true },
        ClientField { name: "signType", optional: true, free: false },
        ClientField { name: "timeStamp", optional: false, free: false },
    ]),
    // app
    ClientSet(&[
        ClientField { name: "appid", optional: false, free: false },
        ClientField { name: "noncestr", optional: false, free: true },
        ClientField { name: "package", optional: false, free: false },
        ClientField { name: "partnerid", optional: false, free: false },
        ClientField { name: "prepayid", optional: false, free: false },
        ClientField { name: "timestamp", optional: false, free: false },
    ]),
    // entrustweb
    ClientSet(&[
        ClientField { name: "appid", optional: false, free: false },
        ClientField { name: "contract_code", optional: false, free: false },
        ClientField { name: "contract_display_account", optional: false, free: true },
        ClientField { name: "mch_id", optional: false, free: false },
        ClientField { name: "notify_url", optional: false, free: true },
        ClientField { name: "outerid", optional: true, free: true },
        ClientField { name: "plan_id", optional: false, free: false },
        ClientField { name: "request_serial", optional: false, free: false },
        ClientField { name: "return_web", optional: true, free: false },
        ClientField { name: "timestamp", optional: false, free: false },
        ClientField { name: "version", optional: false, free: false },
    ]),
    // h5entrustweb
    ClientSet(&[
        ClientField { name: "appid", optional: false, free: false },
        ClientField { name: "clientip", optional: false, free: false },
        ClientField { name: "contract_code", optional: false, free: false },
        ClientField { name: "contract_display_account", optional: false, free: true },
        ClientField { name: "mch_id", optional: false, free: false },
        ClientField { name: "notify_url", optional: false, free: true },
        ClientField { name: "outerid", optional: true, free: true },
        ClientField { name: "plan_id", optional: false, free: false },
        ClientField { name: "request_serial", optional: false, free: false },
        ClientField { name: "return_appid", optional: true, free: false },
        ClientField { name: "timestamp", optional: false, free: false },
        ClientField { name: "version", optional: false, free: false },
    ]),
];
