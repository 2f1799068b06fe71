"""Outgoing lists: what must be signed and written, to the byte."""
from plain import HMAC, MD5, PREVIOUS, SECRET, canonical, escaped, having, key, repeated, signature, signed
from hostile_sign import ORDER


def written(fields):
    return "<xml>" + "".join(f"<{n}>{escaped(v)}</{n}>" for n, v in fields) + "</xml>"


def make(c):
    def all_verbs(name, fields, use=MD5, kind="unlisted"):
        """The string, the signature, the XML and the signed XML of one list."""
        unsigned = [f for f in fields if f[0] != "sign"]
        c.add(f"{name}-canonical", "canonical", {"code": "OK", "text": canonical(fields)}, fields=fields)
        c.add(f"{name}-sign", "sign", {"code": "OK", "text": signature(fields, use)}, key=key(use), fields=fields)
        c.add(f"{name}-encode", "encode", {"code": "OK", "text": written(fields)}, fields=fields)
        c.add(f"{name}-encode-signed", "encode_signed", {"code": "OK", "text": written(signed(unsigned, use))}, kind=kind, key=key(use),
            fields=unsigned)

    c.row("out-order-of-names", "Names sort by bytes: digits, capitals, underscore, small letters; documents keep the caller's order")
    all_verbs("case", [("b", "1"), ("a", "1"), ("B", "1"), ("a_1", "1"), ("a1", "1"), ("A", "1"), ("appid", "d"), ("appId", "c")])
    all_verbs("indexed", [("coupon_fee_10", "5"), ("coupon_fee_2", "6"), ("coupon_fee", "11"), ("coupon_fee_0", "1"), ("coupon_count", "2")])
    all_verbs("prefix", [("aa", "1"), ("a", "2"), ("aaa", "3"), ("a.", "4"), ("a-", "5"), ("a_", "6"), ("a0", "7"), ("aA", "8")])
    all_verbs("long-prefix", [("abcdefgh2", "1"), ("abcdefgh", "2"), ("abcdefgh1", "3"), ("abcdefghabcdefghb", "4"), ("abcdefghabcdefgha", "5"),
        ("abcdefg", "6")])
    all_verbs("reversed", ORDER[::-1], kind="unifiedorder")
    all_verbs("underscore", [("_", "1"), ("Z", "2"), ("a", "3"), ("_a", "4"), ("z", "5")])
    all_verbs("proto", [("__proto__", "1"), ("constructor", "2"), ("toString", "3")])
    all_verbs("one", [("a", "1")])

    c.row("out-order", "An order, with both algorithms")
    all_verbs("md5", ORDER, kind="unifiedorder")
    all_verbs("hmac", having(ORDER, sign_type="HMAC-SHA256"), HMAC, kind="unifiedorder")
    all_verbs("md5-named", having(ORDER, sign_type="MD5"), kind="unifiedorder")
    all_verbs("query", [*ORDER[:3], ("out_trade_no", "1415659990")], kind="orderquery")
    all_verbs("close", [*ORDER[:3], ("out_trade_no", "1415659990")], HMAC, kind="closeorder")
    all_verbs("answer", [("return_code", "SUCCESS"), ("return_msg", "OK")])
    all_verbs("answer-fail", [("return_code", "FAIL"), ("return_msg", "NO_SIGN")])
    c.add("rotated-sign", "sign", {"code": "OK", "text": signature(ORDER)}, key=key(MD5, SECRET, PREVIOUS), fields=ORDER)
    c.add("rotated-encode-signed", "encode_signed", {"code": "OK", "text": written(signed(ORDER))}, kind="unifiedorder",
        key=key(MD5, SECRET, PREVIOUS), fields=ORDER)
    c.add("incomplete", "encode_signed", {"code": "OK", "text": written(signed(ORDER[:2]))}, kind="unifiedorder", key=key(), fields=ORDER[:2])

    c.row("out-values", "Values are signed raw and written so that any parser reads the same text back; nothing is trimmed")
    for name, value in {
        "markup": "<a href=\"x\">&'</a>", "cdata-end": "a]]>b", "only-cdata-end": "]]>", "quotes": "\"'", "carriage-return": "a\rb\r\nc",
        "lines": "a\nb\tc", "chinese": "微信支付，测试", "emoji": "🍵👍🏽", "spaces": "  a  ", "space": " ",
        "json": '{"goods_detail":[{"goods_id":"a&b","price":1}]}', "url": "https://example.com/notify?x=1&y=a%20b", "percent": "100%+1",
        "entity": "&amp;&#65;", "doctype": "<!DOCTYPE a>", "comment": "<!-- a -->", "delete": "\x7f\x80\x85",
        "edges": "\ud7ff\ue000\ufffd\U00010000\U0010ffff", "name-equals": "1&total_fee=2", "equals": "a=b=c", "bom": "\ufeffa",
        "many-specials": "<>&" * 20, "long-plain": "a" * 500, "long-mixed": ("a" * 31 + "&") * 20,
    }.items():
        all_verbs(name, [("appid", "wx1"), ("body", value), ("nonce_str", "n")])
        all_verbs(f"{name}-hmac", [("body", value), ("appid", "wx1")], HMAC)

    c.row("out-empty", "An empty value is left out of the signature; `0` stays; documents keep the empty element")
    all_verbs("attach", [("appid", "wx1"), ("attach", ""), ("body", "茶")])
    all_verbs("zero", [("appid", "wx1"), ("total_fee", "0"), ("device_info", "0")])
    all_verbs("first-and-last", [("a", ""), ("b", "1"), ("c", "")])

    c.row("out-own-sign", "`canonical` and `sign` leave a `sign` field out, for callers that recompute a received signature")
    for name, sign in {"digits": "0" * 32, "text": "IGNORED", "empty": ""}.items():
        all_verbs(name, [*ORDER, ("sign", sign)])

    c.row("out-amount", "Known amounts of 0 or [1-9][0-9]{0,17} are written; `canonical`, `sign` and `encode` look at names and characters only")
    for name, value in {"zero": "0", "one": "1", "largest": "9" * 18}.items():
        all_verbs(name, having(ORDER, total_fee=value), kind="unifiedorder")
    for name, value in {"exponent": "1e2", "space": " 888", "words": "acht"}.items():
        all_verbs(name, having(ORDER, total_fee=value))

    c.row("out-key-length", "A key of any length from 1 to 256 bytes signs")
    for secret in ["k", "k" * 31, "k" * 32, "k" * 63, "k" * 64, "k" * 65, "k" * 256, "密钥"]:
        for use in [MD5, HMAC]:
            c.add(f"{len(secret)}-{'chinese-' if not secret.isascii() else ''}{use}", "sign", {"code": "OK", "text": signature(ORDER, use, secret)},
                key=key(use, secret), fields=ORDER)

    c.row("out-length", "Lists around the block sizes of the digests, and of exactly the limits")
    for length in [*range(44, 70), *range(110, 124), 1000, 4096]:
        use = MD5 if length % 2 else HMAC
        c.add(f"{length}", "sign", {"code": "OK", "text": signature([("a", "x" * length)], use)}, key=key(use), fields=[("a", repeated("x", length))])
    largest = "x" * 65535
    c.add("largest-canonical", "canonical", {"code": "OK", "text": repeated("x", 65535, "a=")}, fields=[("a", repeated("x", 65535))])
    c.add("largest-sign", "sign", {"code": "OK", "text": signature([("a", largest)])}, key=key(), fields=[("a", repeated("x", 65535))])
    c.add("largest-encode", "encode", {"code": "OK", "text": repeated("x", 65518, "<xml><a>", "</a></xml>")}, fields=[("a", repeated("x", 65518))])
    many = {"prefix": "f", "count": 1024, "value": "1"}
    fields = [(f"f{i:04}", "1") for i in range(1024)]
    c.add("fields-canonical", "canonical", {"code": "OK", "text": canonical(fields)}, fields=[], run=many)
    c.add("fields-sign", "sign", {"code": "OK", "text": signature(fields, HMAC)}, key=key(HMAC), fields=[], run=many)
    c.add("fields-encode-signed", "encode_signed", {"code": "OK", "text": written(signed(fields[:1023]))}, kind="unlisted", key=key(), fields=[],
        run=many | {"count": 1023})
    c.add("name", "canonical", {"code": "OK", "text": "n" * 64 + "=1"}, fields=[("n" * 64, "1")])

    c.row("out-mini-program", "The parameters for wx.requestPayment: prepay_id gets its prefix, the algorithm is the order's")
    for name, use, app_id, prepay_id, nonce, time in [
        ("md5", MD5, "wx2421b1c4370ec43b", "wx21201855730335ac86f8c43d1889123400", "e61463f8efa94090b1f366cccfbbb444", "1395712654"),
        ("hmac", HMAC, "wx2421b1c4370ec43b", "wx21201855730335ac86f8c43d1889123400", "e61463f8efa94090b1f366cccfbbb444", "1395712654"),
        ("short", MD5, "wx1", "p", "n", "1395712654"),
    ]:
        sign_type = {MD5: "MD5", HMAC: "HMAC-SHA256"}[use]
        parts = [("timeStamp", time), ("nonceStr", nonce), ("package", f"prepay_id={prepay_id}"), ("signType", sign_type)]
        shown = [list(f) for f in parts] + [["paySign", signature([("appId", app_id), *parts], use)]]
        c.add(name, "mini_program", {"code": "OK", "fields": shown}, key=key(use),
            fields=[("appId", app_id), ("prepayId", prepay_id), ("nonceStr", nonce), ("timeStamp", time)])
