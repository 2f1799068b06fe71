// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.

use super::{ClientField, ClientSet, Outcome, Spec, Syntax};

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
        Outcome { when: &[], required: &["appid", "mch_id", "out_trade_no", "total_fee", "trade_type"] },
    ],
    yes: &[],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        ("appid", Syntax::Id),
        ("attach", Syntax::Text),
        ("body", Syntax::Text),
        ("detail", Syntax::Text),
        ("device_info", Syntax::Text),
        ("fee_type", Syntax::Id),
        ("fingerprint", Syntax::Text),
        ("goods_tag", Syntax::Text),
        ("limit_pay", Syntax::Id),
        ("mch_id", Syntax::Id),
        ("nonce_str", Syntax::Id),
        ("notify_url", Syntax::Text),
        ("openid", Syntax::Id),
        ("out_trade_no", Syntax::Id),
        ("product_id", Syntax::Text),
        ("profit_sharing", Syntax::Id),
        ("receipt", Syntax::Id),
        ("scene_info", Syntax::Text),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("spbill_create_ip", Syntax::Id),
        ("sub_appid", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
        ("sub_openid", Syntax::Id),
        ("time_expire", Syntax::Time),
        ("time_start", Syntax::Time),
        ("total_fee", Syntax::Amount),
        ("trade_type", Syntax::Id),
        ("user_creid", Syntax::Text),
        ("user_truename", Syntax::Text),
        ("user_type", Syntax::Id),
        ("version", Syntax::Id),
    ],
};

static UNIFIED_ORDER_REPLY: Spec = Spec {
    name: "unifiedorder_reply",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        Outcome { when: &[("result_code", &["SUCCESS"], true)], required: &["appid", "mch_id", "prepay_id", "result_code", "return_code"] },
        Outcome { when: &[("result_code", &["FAIL"], true)], required: &["appid", "mch_id", "result_code", "return_code"] },
    ],
    yes: &[("result_code", "SUCCESS", false)],
    defaults: &[],
    fields: &[
        ("appid", Syntax::Id),
        ("code_url", Syntax::Text),
        ("device_info", Syntax::Text),
        ("err_code", Syntax::Id),
        ("err_code_des", Syntax::Text),
        ("mch_id", Syntax::Id),
        ("mweb_url", Syntax::Text),
        ("nonce_str", Syntax::Id),
        ("prepay_id", Syntax::Id),
        ("promotion_detail", Syntax::Text),
        ("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        ("return_code", Syntax::OneOf(&["SUCCESS"])),
        ("return_msg", Syntax::Text),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("sub_appid", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
        ("trade_type", Syntax::Id),
    ],
};

static ORDER_QUERY: Spec = Spec {
    name: "orderquery",
    signed: true,
    required: &["appid", "mch_id"],
    outcomes: &[
        Outcome { when: &[], required: &["appid", "mch_id"] },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        ("appid", Syntax::Id),
        ("mch_id", Syntax::Id),
        ("nonce_str", Syntax::Id),
        ("out_trade_no", Syntax::Id),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("sub_appid", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
        ("transaction_id", Syntax::Id),
        ("version", Syntax::Id),
    ],
};

static ORDER_QUERY_REPLY: Spec = Spec {
    name: "orderquery_reply",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        Outcome { when: &[("result_code", &["SUCCESS"], true), ("trade_state", &["SUCCESS", "REFUND"], true)], required: &["appid", "mch_id", "out_trade_no", "result_code", "return_code", "time_end", "total_fee", "trade_state", "transaction_id"] },
        Outcome { when: &[("result_code", &["SUCCESS"], true), ("trade_state", &["SUCCESS", "REFUND"], false)], required: &["appid", "mch_id", "out_trade_no", "result_code", "return_code", "trade_state"] },
        Outcome { when: &[("result_code", &["FAIL"], true)], required: &["appid", "mch_id", "result_code", "return_code"] },
    ],
    yes: &[("result_code", "SUCCESS", false), ("trade_state", "SUCCESS", false)],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        ("appid", Syntax::Id),
        ("attach", Syntax::Text),
        ("bank_type", Syntax::Id),
        ("cash_fee", Syntax::Amount),
        ("cash_fee_type", Syntax::Id),
        ("consume_fee", Syntax::Amount),
        ("coupon_count", Syntax::Digits),
        ("coupon_fee", Syntax::Amount),
        ("coupon_fee_$n", Syntax::Amount),
        ("coupon_id_$n", Syntax::Id),
        ("coupon_type_$n", Syntax::Id),
        ("detail", Syntax::Text),
        ("device_info", Syntax::Text),
        ("err_code", Syntax::Id),
        ("err_code_des", Syntax::Text),
        ("fee_type", Syntax::Id),
        ("is_subscribe", Syntax::Id),
        ("mch_id", Syntax::Id),
        ("nonce_str", Syntax::Id),
        ("openid", Syntax::Id),
        ("out_trade_no", Syntax::Id),
        ("promotion_detail", Syntax::Text),
        ("rate_value", Syntax::Id),
        ("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        ("return_code", Syntax::OneOf(&["SUCCESS"])),
        ("return_msg", Syntax::Text),
        ("settlement_total_fee", Syntax::Amount),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("sub_appid", Syntax::Id),
        ("sub_is_subscribe", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
        ("sub_openid", Syntax::Id),
        ("time_end", Syntax::Time),
        ("total_fee", Syntax::Amount),
        ("trade_state", Syntax::Id),
        ("trade_state_desc", Syntax::Text),
        ("trade_type", Syntax::Id),
        ("transaction_id", Syntax::Id),
        ("version", Syntax::Id),
    ],
};

static CLOSE_ORDER: Spec = Spec {
    name: "closeorder",
    signed: true,
    required: &["appid", "mch_id", "out_trade_no"],
    outcomes: &[
        Outcome { when: &[], required: &["appid", "mch_id", "out_trade_no"] },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        ("appid", Syntax::Id),
        ("mch_id", Syntax::Id),
        ("nonce_str", Syntax::Id),
        ("out_trade_no", Syntax::Id),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("sub_appid", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
    ],
};

static CLOSE_ORDER_REPLY: Spec = Spec {
    name: "closeorder_reply",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        Outcome { when: &[("result_code", &["SUCCESS"], true)], required: &["appid", "mch_id", "result_code", "return_code"] },
        Outcome { when: &[("result_code", &["FAIL"], true)], required: &["appid", "mch_id", "result_code", "return_code"] },
    ],
    yes: &[("result_code", "SUCCESS", false)],
    defaults: &[],
    fields: &[
        ("appid", Syntax::Id),
        ("err_code", Syntax::Id),
        ("err_code_des", Syntax::Text),
        ("mch_id", Syntax::Id),
        ("nonce_str", Syntax::Id),
        ("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        ("result_msg", Syntax::Text),
        ("return_code", Syntax::OneOf(&["SUCCESS"])),
        ("return_msg", Syntax::Text),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("sub_appid", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
    ],
};

static PAY_NOTICE: Spec = Spec {
    name: "pay_notice",
    signed: true,
    required: &["return_code", "result_code", "appid", "mch_id"],
    outcomes: &[
        Outcome { when: &[("result_code", &["SUCCESS"], true)], required: &["appid", "bank_type", "mch_id", "out_trade_no", "result_code", "return_code", "time_end", "total_fee", "transaction_id"] },
        Outcome { when: &[("result_code", &["FAIL"], true)], required: &["appid", "mch_id", "result_code", "return_code"] },
    ],
    yes: &[("result_code", "SUCCESS", false), ("trade_state", "SUCCESS", true)],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        ("appid", Syntax::Id),
        ("attach", Syntax::Text),
        ("bank_type", Syntax::Id),
        ("cash_fee", Syntax::Amount),
        ("cash_fee_type", Syntax::Id),
        ("contract_id", Syntax::Id),
        ("coupon_count", Syntax::Digits),
        ("coupon_fee", Syntax::Amount),
        ("coupon_fee_$n", Syntax::Amount),
        ("coupon_id_$n", Syntax::Id),
        ("coupon_type_$n", Syntax::Id),
        ("device_info", Syntax::Text),
        ("err_code", Syntax::Id),
        ("err_code_des", Syntax::Text),
        ("fee_type", Syntax::Id),
        ("is_subscribe", Syntax::Id),
        ("mch_id", Syntax::Id),
        ("nonce_str", Syntax::Id),
        ("openid", Syntax::Id),
        ("out_trade_no", Syntax::Id),
        ("promotion_detail", Syntax::Text),
        ("rate_value", Syntax::Id),
        ("result_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        ("return_code", Syntax::OneOf(&["SUCCESS"])),
        ("return_msg", Syntax::Text),
        ("settlement_total_fee", Syntax::Amount),
        ("sign_type", Syntax::OneOf(&["MD5", "HMAC-SHA256"])),
        ("sub_appid", Syntax::Id),
        ("sub_is_subscribe", Syntax::Id),
        ("sub_mch_id", Syntax::Id),
        ("sub_openid", Syntax::Id),
        ("time_end", Syntax::Time),
        ("total_fee", Syntax::Amount),
        ("trade_state", Syntax::OneOf(&["SUCCESS", "PAY_FAIL"])),
        ("trade_type", Syntax::Id),
        ("transaction_id", Syntax::Id),
        ("user_repaid", Syntax::Id),
        ("version", Syntax::Id),
    ],
};

static NOTICE_ANSWER: Spec = Spec {
    name: "notice_answer",
    signed: false,
    required: &[],
    outcomes: &[
        Outcome { when: &[], required: &[] },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        ("return_code", Syntax::OneOf(&["SUCCESS", "FAIL"])),
        ("return_msg", Syntax::Text),
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
