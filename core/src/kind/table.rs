// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.

use super::{ClientField, ClientSet, Condition, Known, Name, Outcome, Spec, Syntax, set};

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
    required: &[0, 9, 13, 25, 26], // appid, mch_id, out_trade_no, total_fee, trade_type
    outcomes: &[
        // appid, mch_id, out_trade_no, total_fee, trade_type
        Outcome { when: &[], required: set(&[0, 9, 13, 25, 26]) },
    ],
    yes: &[],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 1, syntax: Syntax::Text }, // attach
        Known { name: 3, syntax: Syntax::Text }, // body
        Known { name: 14, syntax: Syntax::Text }, // detail
        Known { name: 15, syntax: Syntax::Text }, // device_info
        Known { name: 18, syntax: Syntax::Id }, // fee_type
        Known { name: 19, syntax: Syntax::Text }, // fingerprint
        Known { name: 20, syntax: Syntax::Text }, // goods_tag
        Known { name: 22, syntax: Syntax::Id }, // limit_pay
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 26, syntax: Syntax::Text }, // notify_url
        Known { name: 27, syntax: Syntax::Id }, // openid
        Known { name: 28, syntax: Syntax::Id }, // out_trade_no
        Known { name: 30, syntax: Syntax::Text }, // product_id
        Known { name: 31, syntax: Syntax::Id }, // profit_sharing
        Known { name: 34, syntax: Syntax::Id }, // receipt
        Known { name: 39, syntax: Syntax::Text }, // scene_info
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 42, syntax: Syntax::Id }, // spbill_create_ip
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
        Known { name: 46, syntax: Syntax::Id }, // sub_openid
        Known { name: 48, syntax: Syntax::Time }, // time_expire
        Known { name: 49, syntax: Syntax::Time }, // time_start
        Known { name: 50, syntax: Syntax::Amount }, // total_fee
        Known { name: 53, syntax: Syntax::Id }, // trade_type
        Known { name: 55, syntax: Syntax::Text }, // user_creid
        Known { name: 57, syntax: Syntax::Text }, // user_truename
        Known { name: 58, syntax: Syntax::Id }, // user_type
        Known { name: 59, syntax: Syntax::Id }, // version
    ],
};

static UNIFIED_ORDER_REPLY: Spec = Spec {
    name: "unifiedorder_reply",
    signed: true,
    required: &[11, 10, 0, 5], // return_code, result_code, appid, mch_id
    outcomes: &[
        // appid, mch_id, prepay_id, result_code, return_code
        Outcome { when: &[Condition { number: 10, words: 2, wanted: true }], required: set(&[0, 5, 8, 10, 11]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 10, words: 0, wanted: true }], required: set(&[0, 5, 10, 11]) },
    ],
    yes: &[("result_code", "SUCCESS", false)],
    defaults: &[],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 6, syntax: Syntax::Text }, // code_url
        Known { name: 15, syntax: Syntax::Text }, // device_info
        Known { name: 16, syntax: Syntax::Id }, // err_code
        Known { name: 17, syntax: Syntax::Text }, // err_code_des
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 24, syntax: Syntax::Text }, // mweb_url
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 29, syntax: Syntax::Id }, // prepay_id
        Known { name: 32, syntax: Syntax::Text }, // promotion_detail
        Known { name: 35, syntax: Syntax::OneOf(3) }, // result_code
        Known { name: 37, syntax: Syntax::OneOf(2) }, // return_code
        Known { name: 38, syntax: Syntax::Text }, // return_msg
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
        Known { name: 53, syntax: Syntax::Id }, // trade_type
    ],
};

static ORDER_QUERY: Spec = Spec {
    name: "orderquery",
    signed: true,
    required: &[0, 1], // appid, mch_id
    outcomes: &[
        // appid, mch_id
        Outcome { when: &[], required: set(&[0, 1]) },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 28, syntax: Syntax::Id }, // out_trade_no
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
        Known { name: 54, syntax: Syntax::Id }, // transaction_id
        Known { name: 59, syntax: Syntax::Id }, // version
    ],
};

static ORDER_QUERY_REPLY: Spec = Spec {
    name: "orderquery_reply",
    signed: true,
    required: &[24, 23, 0, 17], // return_code, result_code, appid, mch_id
    outcomes: &[
        // appid, mch_id, out_trade_no, result_code, return_code, time_end, total_fee, trade_state, transaction_id
        Outcome { when: &[Condition { number: 23, words: 2, wanted: true }, Condition { number: 34, words: 5, wanted: true }], required: set(&[0, 17, 20, 23, 24, 32, 33, 34, 37]) },
        // appid, mch_id, out_trade_no, result_code, return_code, trade_state
        Outcome { when: &[Condition { number: 23, words: 2, wanted: true }, Condition { number: 34, words: 5, wanted: false }], required: set(&[0, 17, 20, 23, 24, 34]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 23, words: 0, wanted: true }], required: set(&[0, 17, 23, 24]) },
    ],
    yes: &[("result_code", "SUCCESS", false), ("trade_state", "SUCCESS", false)],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 1, syntax: Syntax::Text }, // attach
        Known { name: 2, syntax: Syntax::Id }, // bank_type
        Known { name: 4, syntax: Syntax::Amount }, // cash_fee
        Known { name: 5, syntax: Syntax::Id }, // cash_fee_type
        Known { name: 7, syntax: Syntax::Amount }, // consume_fee
        Known { name: 9, syntax: Syntax::Digits }, // coupon_count
        Known { name: 10, syntax: Syntax::Amount }, // coupon_fee
        Known { name: 11, syntax: Syntax::Amount }, // coupon_fee_$n
        Known { name: 12, syntax: Syntax::Id }, // coupon_id_$n
        Known { name: 13, syntax: Syntax::Id }, // coupon_type_$n
        Known { name: 14, syntax: Syntax::Text }, // detail
        Known { name: 15, syntax: Syntax::Text }, // device_info
        Known { name: 16, syntax: Syntax::Id }, // err_code
        Known { name: 17, syntax: Syntax::Text }, // err_code_des
        Known { name: 18, syntax: Syntax::Id }, // fee_type
        Known { name: 21, syntax: Syntax::Id }, // is_subscribe
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 27, syntax: Syntax::Id }, // openid
        Known { name: 28, syntax: Syntax::Id }, // out_trade_no
        Known { name: 32, syntax: Syntax::Text }, // promotion_detail
        Known { name: 33, syntax: Syntax::Id }, // rate_value
        Known { name: 35, syntax: Syntax::OneOf(3) }, // result_code
        Known { name: 37, syntax: Syntax::OneOf(2) }, // return_code
        Known { name: 38, syntax: Syntax::Text }, // return_msg
        Known { name: 40, syntax: Syntax::Amount }, // settlement_total_fee
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 44, syntax: Syntax::Id }, // sub_is_subscribe
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
        Known { name: 46, syntax: Syntax::Id }, // sub_openid
        Known { name: 47, syntax: Syntax::Time }, // time_end
        Known { name: 50, syntax: Syntax::Amount }, // total_fee
        Known { name: 51, syntax: Syntax::Id }, // trade_state
        Known { name: 52, syntax: Syntax::Text }, // trade_state_desc
        Known { name: 53, syntax: Syntax::Id }, // trade_type
        Known { name: 54, syntax: Syntax::Id }, // transaction_id
        Known { name: 59, syntax: Syntax::Id }, // version
    ],
};

static CLOSE_ORDER: Spec = Spec {
    name: "closeorder",
    signed: true,
    required: &[0, 1, 3], // appid, mch_id, out_trade_no
    outcomes: &[
        // appid, mch_id, out_trade_no
        Outcome { when: &[], required: set(&[0, 1, 3]) },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 28, syntax: Syntax::Id }, // out_trade_no
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
    ],
};

static CLOSE_ORDER_REPLY: Spec = Spec {
    name: "closeorder_reply",
    signed: true,
    required: &[7, 5, 0, 3], // return_code, result_code, appid, mch_id
    outcomes: &[
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 5, words: 2, wanted: true }], required: set(&[0, 3, 5, 7]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 5, words: 0, wanted: true }], required: set(&[0, 3, 5, 7]) },
    ],
    yes: &[("result_code", "SUCCESS", false)],
    defaults: &[],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 16, syntax: Syntax::Id }, // err_code
        Known { name: 17, syntax: Syntax::Text }, // err_code_des
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 35, syntax: Syntax::OneOf(3) }, // result_code
        Known { name: 36, syntax: Syntax::Text }, // result_msg
        Known { name: 37, syntax: Syntax::OneOf(2) }, // return_code
        Known { name: 38, syntax: Syntax::Text }, // return_msg
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
    ],
};

static PAY_NOTICE: Spec = Spec {
    name: "pay_notice",
    signed: true,
    required: &[23, 22, 0, 16], // return_code, result_code, appid, mch_id
    outcomes: &[
        // appid, bank_type, mch_id, out_trade_no, result_code, return_code, time_end, total_fee, transaction_id
        Outcome { when: &[Condition { number: 22, words: 2, wanted: true }], required: set(&[0, 2, 16, 19, 22, 23, 31, 32, 35]) },
        // appid, mch_id, result_code, return_code
        Outcome { when: &[Condition { number: 22, words: 0, wanted: true }], required: set(&[0, 16, 22, 23]) },
    ],
    yes: &[("result_code", "SUCCESS", false), ("trade_state", "SUCCESS", true)],
    defaults: &[("fee_type", "CNY")],
    fields: &[
        Known { name: 0, syntax: Syntax::Id }, // appid
        Known { name: 1, syntax: Syntax::Text }, // attach
        Known { name: 2, syntax: Syntax::Id }, // bank_type
        Known { name: 4, syntax: Syntax::Amount }, // cash_fee
        Known { name: 5, syntax: Syntax::Id }, // cash_fee_type
        Known { name: 8, syntax: Syntax::Id }, // contract_id
        Known { name: 9, syntax: Syntax::Digits }, // coupon_count
        Known { name: 10, syntax: Syntax::Amount }, // coupon_fee
        Known { name: 11, syntax: Syntax::Amount }, // coupon_fee_$n
        Known { name: 12, syntax: Syntax::Id }, // coupon_id_$n
        Known { name: 13, syntax: Syntax::Id }, // coupon_type_$n
        Known { name: 15, syntax: Syntax::Text }, // device_info
        Known { name: 16, syntax: Syntax::Id }, // err_code
        Known { name: 17, syntax: Syntax::Text }, // err_code_des
        Known { name: 18, syntax: Syntax::Id }, // fee_type
        Known { name: 21, syntax: Syntax::Id }, // is_subscribe
        Known { name: 23, syntax: Syntax::Id }, // mch_id
        Known { name: 25, syntax: Syntax::Id }, // nonce_str
        Known { name: 27, syntax: Syntax::Id }, // openid
        Known { name: 28, syntax: Syntax::Id }, // out_trade_no
        Known { name: 32, syntax: Syntax::Text }, // promotion_detail
        Known { name: 33, syntax: Syntax::Id }, // rate_value
        Known { name: 35, syntax: Syntax::OneOf(3) }, // result_code
        Known { name: 37, syntax: Syntax::OneOf(2) }, // return_code
        Known { name: 38, syntax: Syntax::Text }, // return_msg
        Known { name: 40, syntax: Syntax::Amount }, // settlement_total_fee
        Known { name: 41, syntax: Syntax::OneOf(1) }, // sign_type
        Known { name: 43, syntax: Syntax::Id }, // sub_appid
        Known { name: 44, syntax: Syntax::Id }, // sub_is_subscribe
        Known { name: 45, syntax: Syntax::Id }, // sub_mch_id
        Known { name: 46, syntax: Syntax::Id }, // sub_openid
        Known { name: 47, syntax: Syntax::Time }, // time_end
        Known { name: 50, syntax: Syntax::Amount }, // total_fee
        Known { name: 51, syntax: Syntax::OneOf(4) }, // trade_state
        Known { name: 53, syntax: Syntax::Id }, // trade_type
        Known { name: 54, syntax: Syntax::Id }, // transaction_id
        Known { name: 56, syntax: Syntax::Id }, // user_repaid
        Known { name: 59, syntax: Syntax::Id }, // version
    ],
};

static NOTICE_ANSWER: Spec = Spec {
    name: "notice_answer",
    signed: false,
    required: &[], // 
    outcomes: &[
        // 
        Outcome { when: &[], required: set(&[]) },
    ],
    yes: &[],
    defaults: &[],
    fields: &[
        Known { name: 37, syntax: Syntax::OneOf(3) }, // return_code
        Known { name: 38, syntax: Syntax::Text }, // return_msg
    ],
};

/// Every name that a kind knows, ascending.
pub(super) static NAMES: &[Name] = &[
    Name::new("appid"),
    Name::new("attach"),
    Name::new("bank_type"),
    Name::new("body"),
    Name::new("cash_fee"),
    Name::new("cash_fee_type"),
    Name::new("code_url"),
    Name::new("consume_fee"),
    Name::new("contract_id"),
    Name::new("coupon_count"),
    Name::new("coupon_fee"),
    Name::new("coupon_fee_$n"),
    Name::new("coupon_id_$n"),
    Name::new("coupon_type_$n"),
    Name::new("detail"),
    Name::new("device_info"),
    Name::new("err_code"),
    Name::new("err_code_des"),
    Name::new("fee_type"),
    Name::new("fingerprint"),
    Name::new("goods_tag"),
    Name::new("is_subscribe"),
    Name::new("limit_pay"),
    Name::new("mch_id"),
    Name::new("mweb_url"),
    Name::new("nonce_str"),
    Name::new("notify_url"),
    Name::new("openid"),
    Name::new("out_trade_no"),
    Name::new("prepay_id"),
    Name::new("product_id"),
    Name::new("profit_sharing"),
    Name::new("promotion_detail"),
    Name::new("rate_value"),
    Name::new("receipt"),
    Name::new("result_code"),
    Name::new("result_msg"),
    Name::new("return_code"),
    Name::new("return_msg"),
    Name::new("scene_info"),
    Name::new("settlement_total_fee"),
    Name::new("sign_type"),
    Name::new("spbill_create_ip"),
    Name::new("sub_appid"),
    Name::new("sub_is_subscribe"),
    Name::new("sub_mch_id"),
    Name::new("sub_openid"),
    Name::new("time_end"),
    Name::new("time_expire"),
    Name::new("time_start"),
    Name::new("total_fee"),
    Name::new("trade_state"),
    Name::new("trade_state_desc"),
    Name::new("trade_type"),
    Name::new("transaction_id"),
    Name::new("user_creid"),
    Name::new("user_repaid"),
    Name::new("user_truename"),
    Name::new("user_type"),
    Name::new("version"),
];

pub(super) static WORDS: &[&[&str]] = &[
    &["FAIL"],
    &["MD5", "HMAC-SHA256"],
    &["SUCCESS"],
    &["SUCCESS", "FAIL"],
    &["SUCCESS", "PAY_FAIL"],
    &["SUCCESS", "REFUND"],
];

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
