//! A pay notice with what makes reading hard: markup in the buyer's text, a field that no kind knows.

/// Its fields; an amount in fen. `sign` is left to whoever signs it.
pub const NOTICE: [(&str, &str); 12] = [
    ("return_code", "SUCCESS"),
    ("result_code", "SUCCESS"),
    ("appid", "wx2421b1c4370ec43b"),
    ("mch_id", "10000100"),
    ("attach", "茶 & <co>"),
    ("bank_type", "CFT"),
    ("cash_fee", "1"),
    ("out_trade_no", "1409811653"),
    ("total_fee", "2"),
    ("time_end", "20140903131540"),
    ("transaction_id", "1004400740201409030005092168"),
    ("some_future_field", "x & y"),
];
