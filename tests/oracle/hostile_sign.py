"""Hostile lists and hostile signatures: writing, signing, verifying, the order of the checks."""
from plain import (
    BOTH, CLOSE_REPLY, FAILED, HMAC, MD5, NOTICE, ORDER_REPLY, PREVIOUS, QUERY_REPLY, SECRET, UNPAID_REPLY,
    carried, document, having, key, marked, place, repeated, signature, signed,
)

ORDER = [
    ("appid", "wx2421b1c4370ec43b"), ("mch_id", "10000100"), ("nonce_str", "1add1a30ac87aa2db72f57a2375d8fec"), ("body", "茶"),
    ("out_trade_no", "1415659990"),
    ("total_fee", "888"), ("spbill_create_ip", "14.23.150.211"), ("notify_url", "https://example.com/notify"), ("trade_type", "JSAPI"),
    ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
]


def make(c):
    writing(c)
    signatures(c)
    fields(c)
    expectations(c)
    order(c)


def everywhere(c, name, given, want, **more):
    """The same refusal from every verb that takes a list to write or sign."""
    for verb in ["canonical", "sign", "encode", "encode_signed"]:
        extra = {} if verb in ("canonical", "encode") else {"key": key()}
        extra |= {"kind": "unlisted"} if verb == "encode_signed" else {}
        c.add(f"{name}-{verb}", verb, want, **extra, fields=given, **more)


def writing(c):
    c.row("write-name", "A name that is not [A-Za-z_][A-Za-z0-9_.-]* is refused, also one with a forbidden character")
    for name, wrong in {
        "empty": "", "digit": "1a", "dash": "-a", "dot": ".a", "space": "a b", "colon": "a:b", "equals": "a=b", "ampersand": "a&b", "less": "a<b",
        "chinese": "金额", "accent": "é", "newline": "a\n",
        "control": "a\1", "nul": "a\0", "bom": "\ufeffa", "slash": "a/b", "dollar": "a$n", "full-width": "ａ",
    }.items():
        everywhere(c, name, [*ORDER[:2], (wrong, "1")], place("NAME"))

    c.row("write-key", "A field `key` is refused; a `sign` is refused where it is ours to set")
    everywhere(c, "key", [*ORDER, ("key", "a")], place("NAME", "key"))
    everywhere(c, "key-empty", [*ORDER, ("key", "")], place("NAME", "key"))
    for name, sign in {"stale": "0" * 32, "empty": "", "right": signature(ORDER)}.items():
        c.add(f"sign-{name}", "encode_signed", place("NAME", "sign"), kind="unifiedorder", key=key(), fields=[*ORDER, ("sign", sign)])

    c.row("write-duplicate", "The same name twice is refused")
    everywhere(c, "equal", [*ORDER, ORDER[5]], place("DUPLICATE", "total_fee"))
    everywhere(c, "different", [("total_fee", "1"), *ORDER], place("DUPLICATE", "total_fee"))
    everywhere(c, "empty", [*ORDER, ("total_fee", "")], place("DUPLICATE", "total_fee"))
    everywhere(c, "both-empty", [*ORDER, ("attach", ""), ("attach", "")], place("DUPLICATE", "attach"))

    c.row("write-char", "A character that XML forbids is refused, with its position in the value; nothing is replaced")
    for name, value in {"nul": "¦\0", "one": "a¦\1b", "vertical-tab": "茶¦\v", "form-feed": "¦\f", "escape": "a¦\x1b[0m", "unit-separator": "¦\x1f",
        "fffe": "a¦\ufffe", "ffff": "a¦\uffff", "long": "a" * 40 + "¦\2"}.items():
        value, offset = marked(value)
        everywhere(c, name, [*ORDER, ("attach", value)], place("CHAR", "attach", None if "\0" in value else offset))

    c.row("write-size",
        "Lists over 64 KiB of names and values, over 1024 fields, or with a name over 64 bytes are refused; so is a document that would grow over 64 KiB")
    everywhere(c, "bytes", [("a", repeated("x", 65536))], place("SIZE"))
    everywhere(c, "bytes-chinese", [("a", repeated("茶", 22000))], place("SIZE"))
    everywhere(c, "fields", [], place("SIZE"), run={"prefix": "f", "count": 1025, "value": "1"})
    everywhere(c, "name", [("n" * 65, "1")], place("SIZE"))
    c.add("fields-and-sign", "encode_signed", place("SIZE"), kind="unlisted", key=key(), fields=[], run={"prefix": "f", "count": 1024, "value": "1"})
    c.add("grown", "encode", place("SIZE"), fields=[("a", repeated("&", 20000))])
    c.add("grown-by-one", "encode", place("SIZE"), fields=[("a", repeated("x", 65536 - 17))])
    c.add("grown-signed", "encode_signed", place("SIZE"), kind="unlisted", key=key(), fields=[("a", repeated("<", 20000))])

    c.row("write-empty-key", "An empty key is refused, and one over 256 bytes")
    for use in [MD5, HMAC, BOTH]:
        c.add(f"empty-{use}", "verify", place("ARG"), kind="unlisted", key=key(use, ""), fields=signed(ORDER))
        c.add(f"empty-previous-{use}", "verify", place("ARG"), kind="unlisted", key=key(use, SECRET, ""), fields=signed(ORDER))
        c.add(f"long-{use}", "verify", place("SIZE"), kind="unlisted", key=key(use, "k" * 257), fields=signed(ORDER))
    c.add("sign", "sign", place("ARG"), key=key(MD5, ""), fields=ORDER)
    c.add("encode-signed", "encode_signed", place("ARG"), kind="unifiedorder", key=key(HMAC, ""), fields=ORDER)
    c.add("long-bytes", "sign", place("SIZE"), key=key(MD5, "茶" * 86), fields=ORDER)

    c.row("write-verify-only", "A verify-only key signs nothing")
    c.add("sign", "sign", place("ARG"), key=key(BOTH), fields=ORDER)
    c.add("encode-signed", "encode_signed", place("ARG"), kind="unifiedorder", key=key(BOTH), fields=ORDER)
    c.add("mini-program", "mini_program", place("ARG"), key=key(BOTH),
        fields=[("appId", "wx1"), ("prepayId", "wx2"), ("nonceStr", "n"), ("timeStamp", "1395712654")])

    c.row("write-client", "Client parameters that no client could use are refused: milliseconds, an over-long nonce, text with & or =")
    usable = {"appId": "wx2421b1c4370ec43b", "prepayId": "wx21201855730335ac86f8c43d1889123400", "nonceStr": "e61463f8efa94090b1f366cccfbbb444",
        "timeStamp": "1395712654"}
    for name, value in [
        ("timeStamp", "1395712654000"), ("timeStamp", " 1395712654"), ("timeStamp", ""), ("timeStamp", "139571265４"), ("nonceStr", ""),
        ("nonceStr", "n" * 33), ("nonceStr", "a&b=c"), ("nonceStr", "a b"), ("appId", ""), ("appId", "wx1&a=b"),
        ("prepayId", ""), ("prepayId", "prepay_id=wx1"), ("prepayId", "wx1&a=1"), ("prepayId", "中"),
    ]:
        given = list((usable | {name: value}).items())
        same = sum(case["id"].startswith(f"write-client-{name}-") for case in c.cases)
        c.add(f"{name}-{same + 1}", "mini_program", place("FIELD", None if name == "prepayId" else name), key=key(), fields=given)

    c.row("write-sign-type", "A `sign_type` that contradicts the key is refused by `encode_signed`, before anything is sent")
    for name, use, value in [("md5-key", MD5, "HMAC-SHA256"), ("hmac-key", HMAC, "MD5"), ("small", MD5, "md5"), ("hmac-small", HMAC, "hmac-sha256"),
        ("spelling", HMAC, "HMAC_SHA256"), ("space", MD5, "MD5 "), ("unknown", MD5, "RSA")]:
        c.add(name, "encode_signed", place("SIGN_TYPE"), kind="unifiedorder", key=key(use), fields=[*ORDER, ("sign_type", value)])

    c.row("write-amount", "A known amount that is not 0 or [1-9][0-9]{0,17} is refused by `encode_signed`")
    for name, value in {
        "minus": "-1", "plus": "+1", "fraction": "8.88", "point": "888.", "exponent": "1e2", "space-after": "888 ", "space-before": " 888",
        "space": " ", "grouping": "1,000", "zero-first": "0888", "zeros": "00",
        "full-width": "８８８", "arabic": "٨٨٨", "hexadecimal": "0x10", "long": "1" + "0" * 18, "currency": "¥888", "newline": "888\n", "letter": "l00",
        "nan": "NaN",
    }.items():
        c.add(name, "encode_signed", place("FIELD", "total_fee"), kind="unifiedorder", key=key(), fields=having(ORDER, total_fee=value))

    c.row("write-nothing", "With nothing left to sign - no field, only empty ones, only `sign` - there is no signature")
    for name, given in {"none": [], "empty": [("a", ""), ("b", "")]}.items():
        c.add(f"{name}-canonical", "canonical", place("ARG"), fields=given)
        c.add(f"{name}-sign", "sign", place("ARG"), key=key(), fields=given)
        c.add(f"{name}-encode-signed", "encode_signed", place("ARG"), kind="unlisted", key=key(), fields=given)
        c.add(f"{name}-verify", "verify", place("NO_SIGN"), kind="unlisted", key=key(), fields=given)
    c.add("sign-canonical", "canonical", place("ARG"), fields=[("sign", "0" * 32)])
    c.add("sign-sign", "sign", place("ARG"), key=key(), fields=[("sign", "0" * 32), ("a", "")])
    c.add("sign-verify", "verify", place("NO_SIGN"), kind="unlisted", key=key(), fields=signed([]))
    c.add("sign-empty-verify", "verify", place("NO_SIGN"), kind="unlisted", key=key(HMAC), fields=signed([("a", "")], HMAC))
    for name, text in {"root": "<xml></xml>", "empty-root": "<xml/>", "sign": document(signed([])),
        "empties": document(signed([("a", ""), ("b", "")]))}.items():
        c.verified(name, text, place("NO_SIGN"), "unlisted")
        c.verified(f"{name}-notice", text, place("NO_SIGN"))


def both(c, name, given, code, field=None, kind="pay_notice", by=None, as_list=True):
    """The same verdict for the document and for its list (which is checked for names when it is made)."""
    c.verified(name, document(given), place(code, field), kind, by)
    if as_list:
        c.add(f"{name}-list", "verify", place(code, field), kind=kind, key=by or key(), fields=given)


def signatures(c):
    md5, hmac = signature(NOTICE), signature(NOTICE, HMAC)

    c.row("no-sign", "A message without `sign`, or with an empty one, is refused; no other field can excuse it")
    both(c, "absent", NOTICE, "NO_SIGN")
    both(c, "empty", [*NOTICE, ("sign", "")], "NO_SIGN")
    both(c, "capital", [*NOTICE, ("Sign", md5)], "NO_SIGN")
    both(c, "other-name", [*NOTICE, ("paySign", md5), ("signature", md5)], "NO_SIGN")
    both(c, "unlisted", NOTICE, "NO_SIGN", kind="unlisted")
    both(c, "fail", [("return_code", "FAIL"), ("return_msg", "签名错误")], "NO_SIGN", kind="unifiedorder_reply")
    both(c, "refund-notice", [("return_code", "SUCCESS"), ("appid", "wx1"), ("mch_id", "1"), ("nonce_str", "n"),
        ("req_info", "T7M6SCcc3K2tdBPQJ0hHSA==")], "NO_SIGN")
    both(c, "answer", [("return_code", "SUCCESS"), ("return_msg", "OK")], "NO_SIGN", kind="notice_answer")
    both(c, "sign-type-none", [*NOTICE, ("sign_type", "NONE")], "NO_SIGN")
    c.verified("self-closed", document([*NOTICE, "<sign/>"]), place("NO_SIGN"))
    c.verified("cdata-empty", document([*NOTICE, "<sign><![CDATA[]]></sign>"]), place("NO_SIGN"))
    c.verified("in-comment", document([*NOTICE, f"<!-- <sign>{md5}</sign> -->"]), place("NO_SIGN"))

    c.row("sign-format", "A `sign` that is not 32 or 64 upper-case hexadecimal digits is refused; lower case too")
    for name, sign in {
        "lower": md5.lower(), "lower-hmac": hmac.lower(), "one-lower": md5.replace("A", "a", 1) if "A" in md5 else md5[:-1] + "a", "short": md5[:-1],
        "long": md5 + "0", "33-hmac": hmac[:-1], "65": hmac + "0",
        "40": "0" * 40, "16": md5[:16], "letter": md5[:-1] + "G", "space-after": md5 + " ", "space-before": " " + md5, "space-within": md5[:31] + " ",
        "newline": md5 + "\n", "colons": ":".join(md5[i : i + 2] for i in range(0, 32, 2)),
        "prefix": "0x" + md5[2:], "full-width": md5[:-1] + "０", "base64": "MTIzNDU2Nzg5MDEyMzQ1Ng==", "space": " ", "twice": md5 + md5[:-1],
        "true": "true", "dash": "-" + md5[1:],
    }.items():
        both(c, name, [*NOTICE, ("sign", sign)], "SIGN_FORMAT", by=key(BOTH))

    c.row("algorithm", "The key says which algorithm counts, never the message")
    both(c, "hmac-for-md5-key", signed(NOTICE, HMAC), "SIGN_TYPE")
    both(c, "md5-for-hmac-key", signed(NOTICE, MD5), "SIGN_TYPE", by=key(HMAC))
    both(c, "named-hmac", signed(having(NOTICE, sign_type="HMAC-SHA256"), HMAC), "SIGN_TYPE")
    both(c, "named-md5", signed(having(NOTICE, sign_type="MD5"), MD5), "SIGN_TYPE", by=key(HMAC))
    both(c, "unlisted", signed(NOTICE, HMAC), "SIGN_TYPE", kind="unlisted")
    both(c, "previous", signed(NOTICE, HMAC, PREVIOUS), "SIGN_TYPE", by=key(MD5, SECRET, PREVIOUS))

    c.row("sign-type", "A `sign_type` that does not agree with the length of `sign`, or is unknown, is refused")
    for name, use, value in [("hmac-named-md5", HMAC, "MD5"), ("md5-named-hmac", MD5, "HMAC-SHA256"), ("small", MD5, "md5"),
        ("spelling", HMAC, "HMAC-SHA-256"), ("underscore", HMAC, "HMAC_SHA256"), ("unknown", MD5, "RSA"), ("none", MD5, "NONE"),
        ("space", MD5, "MD5 ")]:
        both(c, name, signed(having(NOTICE, sign_type=value), use), "SIGN_TYPE", by=key(BOTH))
        both(c, f"{name}-own", signed(having(NOTICE, sign_type=value), use), "SIGN_TYPE", by=key(use))

    c.row("mismatch", "A wrong signature is refused wherever the difference is")
    for i in [0, 1, 15, 30, 31]:
        other = "0" if md5[i] != "0" else "1"
        both(c, f"digit-{i}", [*NOTICE, ("sign", md5[:i] + other + md5[i + 1 :])], "MISMATCH")
    for i in [0, 63]:
        other = "0" if hmac[i] != "0" else "1"
        both(c, f"hmac-digit-{i}", [*NOTICE, ("sign", hmac[:i] + other + hmac[i + 1 :])], "MISMATCH", by=key(HMAC))
    for name, change in {"amount": {"total_fee": "1"}, "order": {"out_trade_no": "1409811654"}, "added": {"attach": "x"},
        "removed": {"fee_type": None}, "emptied": {"fee_type": ""}, "case": {"bank_type": "cft"}, "space": {"bank_type": "CFT "}}.items():
        both(c, name, [*having(NOTICE, **change), ("sign", md5)], "MISMATCH")
    both(c, "zeros", [*NOTICE, ("sign", "0" * 32)], "MISMATCH")
    both(c, "zeros-hmac", [*NOTICE, ("sign", "0" * 64)], "MISMATCH", by=key(HMAC))
    both(c, "other-key", signed(NOTICE, MD5, PREVIOUS), "MISMATCH")
    both(c, "neither-key", signed(NOTICE, MD5, "some-other-key"), "MISMATCH", by=key(MD5, SECRET, PREVIOUS))
    both(c, "empty-key", signed(NOTICE, MD5, ""), "MISMATCH")
    both(c, "fields-swapped", [*having(NOTICE, cash_fee="CNY", fee_type="100"), ("sign", md5)], "MISMATCH")
    both(c, "fail-with-old-sign", [*having(NOTICE, return_code="FAIL"), ("sign", md5)], "MISMATCH")
    c.verified("hmac-cut-to-md5", document([*NOTICE, ("sign", hmac[:32])]), place("MISMATCH"), by=key(BOTH))
    c.verified("trimmed", document([*having(NOTICE, bank_type=" CFT"), ("sign", md5)]), place("MISMATCH"))
    c.verified("carriage-return", document([*having(NOTICE, bank_type="CFT\n"), ("sign", signature(having(NOTICE, bank_type="CFT\r\n")))]),
        place("MISMATCH"))


def fields(c):
    c.row("missing", "A required field of the expected kind that is not there is named; empty counts as absent")
    for base, kind, names in [
        (NOTICE, "pay_notice", ["return_code", "result_code", "appid", "mch_id", "bank_type", "out_trade_no", "total_fee", "transaction_id",
        "time_end"]),
        (ORDER_REPLY, "unifiedorder_reply", ["return_code", "result_code", "appid", "mch_id", "prepay_id"]),
        (QUERY_REPLY, "orderquery_reply", ["return_code", "result_code", "appid", "mch_id", "out_trade_no", "trade_state", "total_fee",
        "transaction_id", "time_end"]),
        (CLOSE_REPLY, "closeorder_reply", ["return_code", "result_code", "appid", "mch_id"]),
    ]:
        for name in names:
            both(c, f"{kind}-{name}", signed(having(base, **{name: None})), "MISSING", name, kind)
            both(c, f"{kind}-{name}-empty", signed(having(base, **{name: ""})), "MISSING", name, kind)
    for name in ["total_fee", "transaction_id", "time_end"]:
        both(c, f"refunded-{name}", signed(having(QUERY_REPLY, trade_state="REFUND", **{name: None})), "MISSING", name, "orderquery_reply")
    both(c, "capital", signed(having(NOTICE, total_fee=None, Total_fee="100")), "MISSING", "total_fee")
    both(c, "failed-mch-id", signed(having(FAILED, mch_id=None)), "MISSING", "mch_id")
    both(c, "order-reply-as-notice", signed([f for f in ORDER_REPLY]), "MISSING")
    both(c, "unpaid-without-order", signed(having(UNPAID_REPLY, out_trade_no=None)), "MISSING", "out_trade_no", "orderquery_reply")

    c.row("field", "A field with a known syntax that does not match it in full is named")
    amount = {"space": "100 ", "space-before": " 100", "exponent": "1e2", "query": "100&x=1", "zeros": "007", "minus": "-1", "plus": "+1",
        "point": "1.00", "full-width": "１００", "grouping": "1,000", "long": "1" + "0" * 18, "hex": "0x64", "newline": "100\n", "semicolon": "100;"}
    for name, value in amount.items():
        both(c, f"total-{name}", signed(having(NOTICE, total_fee=value)), "FIELD", "total_fee")
    for name in ["cash_fee", "coupon_fee", "settlement_total_fee", "coupon_fee_0", "coupon_fee_10"]:
        both(c, f"amount-{name}", signed(having(NOTICE, **{name: "1.5"})), "FIELD", name)
    for name, value in {"short": "2014090313154", "long": "201409031315400", "dashes": "2014-09-03 13:15", "letter": "2014090313154O",
        "full-width": "２０１４0903131540", "space": "20140903131540 "}.items():
        both(c, f"time-{name}", signed(having(NOTICE, time_end=value)), "FIELD", "time_end")
    for name in ["appid", "mch_id", "openid", "transaction_id", "out_trade_no", "nonce_str", "bank_type", "fee_type", "trade_type", "is_subscribe",
        "cash_fee_type", "coupon_type_0", "coupon_id_0"]:
        both(c, f"id-{name}", signed(having(NOTICE, **{name: "a b"})), "FIELD", name)
    for name, value in {"ampersand": "1&2", "equals": "1=2", "chinese": "商户", "tab": "1\t2", "delete": "1\x7f", "no-break-space": "1\xa02"}.items():
        both(c, f"id-char-{name}", signed(having(NOTICE, mch_id=value)), "FIELD", "mch_id")
    for name, value in {"small": "success", "space": "SUCCESS ", "ok": "OK", "true": "true"}.items():
        both(c, f"result-{name}", signed(having(NOTICE, result_code=value)), "FIELD", "result_code")
    both(c, "coupon-count", signed(having(NOTICE, coupon_count="two")), "FIELD", "coupon_count")
    both(c, "prepay-id", signed(having(ORDER_REPLY, prepay_id="wx 1")), "FIELD", "prepay_id", "unifiedorder_reply")
    both(c, "query-total", signed(having(QUERY_REPLY, total_fee="1e2")), "FIELD", "total_fee", "orderquery_reply")
    both(c, "query-state", signed(having(UNPAID_REPLY, trade_state="NOT PAY")), "FIELD", "trade_state", "orderquery_reply")
    both(c, "query-consume", signed(having(QUERY_REPLY, consume_fee="01")), "FIELD", "consume_fee", "orderquery_reply")

    c.row("state", "A pay notice with a `trade_state` other than SUCCESS or PAY_FAIL is refused")
    for state in ["NOTPAY", "REFUND", "CLOSED", "USERPAYING", "PAYERROR", "REVOKED", "ACCEPT", "success"]:
        both(c, state.lower() + ("-small" if state.islower() else ""), signed(having(NOTICE, trade_state=state)), "FIELD", "trade_state")

    c.row("return-code", "A signed message whose `return_code` is not SUCCESS is refused in every listed kind")
    for base, kind in [(NOTICE, "pay_notice"), (ORDER_REPLY, "unifiedorder_reply"), (QUERY_REPLY, "orderquery_reply"),
        (CLOSE_REPLY, "closeorder_reply"), (FAILED, "pay_notice")]:
        for value in ["FAIL", "success", "SUCCESS "]:
            name = f"{kind}{'-failed' if base is FAILED else ''}-{value.strip().lower()}{'-small' if value.islower() else ''}{'-space' if ' ' in value else ''}"
            both(c, name, signed(having(base, return_code=value)), "FIELD", "return_code", kind)


def expectations(c):
    c.row("identity", "A genuine message that speaks of something else than the host expects is refused, naming the field")

    def expect(name, wanted, code="IDENTITY", field=None, base=NOTICE, kind="pay_notice"):
        c.add(name, "expect", place(code, field), kind=kind, key=key(), **carried(document(signed(base))), expected=wanted)

    for name, value in {"appid": "wx0000000000000000", "mch_id": "10000101", "out_trade_no": "1409811654", "total_fee": "101", "fee_type": "USD",
        "transaction_id": "1"}.items():
        expect(name, [[name, value]], field=name)
    expect("amount-spelling", [["total_fee", "0100"]], field="total_fee")
    expect("amount-space", [["total_fee", "100 "]], field="total_fee")
    expect("case", [["bank_type", "cft"]], field="bank_type")
    expect("prefix", [["out_trade_no", "140981165"]], field="out_trade_no")
    expect("absent", [["attach", "x"]], field="attach")
    expect("absent-empty", [["sub_mch_id", ""]], field="sub_mch_id")
    expect("present-empty", [["appid", ""]], field="appid")
    expect("sign", [["sign", signature(NOTICE)]], field="sign")
    expect("name-case", [["Total_fee", "100"]], field="Total_fee")
    expect("second", [["appid", "wx2421b1c4370ec43b"], ["total_fee", "1"], ["mch_id", "10000100"]], field="total_fee")
    expect("default-currency", [["fee_type", "USD"]], field="fee_type", base=having(NOTICE, fee_type=None))
    expect("other-currency", [["fee_type", "CNY"]], field="fee_type", base=having(NOTICE, fee_type="USD"))
    expect("order-reply", [["prepay_id", "wx2"]], field="prepay_id", base=ORDER_REPLY, kind="unifiedorder_reply")
    expect("query-reply", [["out_trade_no", "1"]], field="out_trade_no", base=UNPAID_REPLY, kind="orderquery_reply")


def order(c):
    c.row("check-order", "Of two faults the earlier one in the documented order is reported, by every face")
    c.refused("size-utf8", b"<xml>\xff" + b" " * 65536, "SIZE")
    c.refused("utf8-syntax", b"<xml><a></b>\xff", "UTF8", offset=12)
    c.refused("utf8-doctype", b"<!DOCTYPE xml>\xff", "UTF8", offset=14)
    for name, text, code in [
        ("doctype-entity", "<!DOCTYPE xml><xml><a>&b;</a></xml>", "DOCTYPE"), ("entity-doctype", "<xml><a>&b;</a><!DOCTYPE xml></xml>", "ENTITY"),
        ("encoding-doctype", '<?xml version="1.0" encoding="GBK"?><!DOCTYPE xml><xml/>', "ENCODING"),
        ("version-encoding", '<?xml version="1.1" encoding="GBK"?><xml/>', "SYNTAX"), ("char-syntax", "<xml><a>\1</b></xml>", "CHAR"),
        ("syntax-char", "<xml><a></b>\1</xml>", "SYNTAX"),
        ("structure-syntax", '<xml><a b="1">x</c></xml>', "STRUCTURE"), ("syntax-structure", '<xml><a>x</c><a b="1"/></xml>', "SYNTAX"),
        ("name-structure", '<xml><a:b/><c d="1"/></xml>', "NAME"),
        ("structure-name", '<xml><c d="1"/><a:b/></xml>', "STRUCTURE"), ("between-child", "<xml>a<b><c/></b></xml>", "STRUCTURE"),
        ("root-child", "<html><a><b/></a></html>", "STRUCTURE"),
        ("duplicate-syntax", "<xml><a>1</a><a>2</a>", "SYNTAX"), ("duplicate-structure", '<xml><a>1</a><a>2</a><b c="1"/></xml>', "STRUCTURE"),
        ("duplicate-entity", "<xml><a>1</a><a>2</a><b>&c;</b></xml>", "ENTITY"),
        ("duplicate-char", "<xml><a>1</a><a>2</a><b>&#0;</b></xml>", "CHAR"), ("duplicate-trailing", "<xml><a>1</a><a>2</a></xml>x", "SYNTAX"),
    ]:
        c.refused(name, text, code)
    c.refused("elements-duplicate", repeated("<a>1</a>", 1025, "<xml>", "</xml>"), "SIZE")
    c.refused("elements-char", repeated("<a>1</a>", 1025, "<xml>", "\1</xml>"), "SIZE")
    c.refused("char-elements", repeated("<a>1</a>", 1025, "<xml>\1", "</xml>"), "CHAR")
    c.refused("name-char", f"<xml><{'n' * 65}>\1</xml>", "SIZE")
    c.refused("comment-char", "<xml><!-- -- \1 --></xml>", "SYNTAX")
    c.refused("char-comment", "<xml><!-- \1 -- --></xml>", "CHAR")
    c.refused("open-comment-char", "<xml><!-- \1", "CHAR")
    c.refused("elements-syntax", repeated("<a>1</a>", 1025, "<xml>", "</b>"), "SIZE")
    c.refused("syntax-elements", repeated("<a>1</a>", 1025, "<xml></b>", ""), "SYNTAX")
    short = "0" * 31
    for name, given, code, field in [
        ("duplicate-key", [("key", "1"), ("a", "1"), ("a", "1")], "DUPLICATE", "a"),
        ("duplicate-sign-format", [("a", "1"), ("a", "1"), ("sign", short)], "DUPLICATE", "a"), ("key-no-sign", [("key", "1")], "NAME", "key"),
        ("key-mismatch", [*NOTICE, ("key", "1"), ("sign", "0" * 32)], "NAME", "key"),
        ("no-sign-missing", [("return_code", "SUCCESS")], "NO_SIGN", None), ("no-sign-sign-type", having(NOTICE, sign_type="RSA"), "NO_SIGN", None),
        ("sign-format-sign-type", [*having(NOTICE, sign_type="RSA"), ("sign", short)], "SIGN_FORMAT", None),
        ("sign-format-algorithm", [*NOTICE, ("sign", "a" * 64)], "SIGN_FORMAT", None),
        ("sign-type-mismatch", [*having(NOTICE, sign_type="HMAC-SHA256"), ("sign", "0" * 32)], "SIGN_TYPE", None),
        ("algorithm-mismatch", [*NOTICE, ("sign", "0" * 64)], "SIGN_TYPE", None),
        ("mismatch-missing", [*having(NOTICE, total_fee=None), ("sign", "0" * 32)], "MISMATCH", None),
        ("mismatch-field", [*having(NOTICE, total_fee="1e2"), ("sign", "0" * 32)], "MISMATCH", None),
        ("mismatch-ambiguous", [*having(NOTICE, time_end="20140903131540&total_fee=100", total_fee=None), ("sign", "0" * 32)], "MISMATCH", None),
        ("mismatch-fail", [*having(FAILED, return_code="FAIL"), ("sign", "0" * 32)], "MISMATCH", None),
        ("ambiguous-missing", signed(having(NOTICE, time_end="20140903131540&total_fee=100", total_fee=None)), "AMBIGUOUS", None),
        ("missing-swallowed", signed(having(NOTICE, time_end="20140903131540&total_fee=100", total_fee=None, bank_type=None)), "MISSING", None),
        ("field-swallowed", signed(having(NOTICE, time_end="20140903131540&tail=1", cash_fee="1.5")), "FIELD", None),
        ("missing-field", signed(having(NOTICE, appid=None, total_fee="1e2")), "MISSING", "appid"),
        ("missing-return-code", signed(having(NOTICE, appid=None, return_code="FAIL")), "MISSING", "appid"),
    ]:
        both(c, name, given, code, field, as_list=name != "duplicate-key")
    c.add("field-identity", "expect", place("FIELD", "total_fee"), kind="pay_notice", key=key(),
        **carried(document(signed(having(NOTICE, total_fee="007")))), expected=[["mch_id", "1"]])
    c.add("mismatch-identity", "expect", place("MISMATCH"), kind="pay_notice", key=key(), **carried(document([*NOTICE, ("sign", "0" * 32)])),
        expected=[["mch_id", "1"]])
