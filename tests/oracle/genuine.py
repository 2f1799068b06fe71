"""Genuine messages, shaped like the real ones: all must pass, with exactly the fields that were signed."""
from plain import (
    BOTH, CLOSE_REPLY, FAILED, HMAC, MD5, NOTICE, ORDER_REPLY, PREVIOUS, QUERY_REPLY, SECRET, UNPAID_REPLY,
    carried, document, escaped, having, hashed, key, pairs, repeated, signature, signed,
)
import hostile_sign
import readings

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
COUPONS = having(NOTICE, coupon_count="2", coupon_fee="11", coupon_fee_0="5", coupon_fee_1="6", coupon_id_0="10000", coupon_id_1="10001",
    coupon_type_0="CASH", coupon_type_1="NO_CASH", cash_fee="89", settlement_total_fee="89")
PROMOTION = '{"promotion_detail":[{"promotion_id":"109519","name":"单品惠-6","scope":"SINGLE","type":"DISCOUNT","amount":5,"goods_detail":[{"goods_id":"a_goods1","quantity":7,"price":1}]}]}'


def make(c):
    messages(c)
    spelling(c)
    unverified(c)
    keys(c)
    readings.make_genuine(c)
    expected(c)


def messages(c):
    c.row("notice", "Pay notices of all shapes pass; `succeeded` says whether the order is paid")
    c.genuine("plain", NOTICE, succeeded=True)
    c.genuine("again", NOTICE, succeeded=True)
    c.genuine("coupons", COUPONS, succeeded=True)
    c.genuine("many-coupons", having(NOTICE, coupon_count="12", **{f"coupon_fee_{i}": "1" for i in range(12)},
        **{f"coupon_id_{i}": str(i) for i in range(12)}), succeeded=True)
    for name, attach in {
        "chinese": "微信支付测试：珍珠奶茶（大杯）", "emoji": "🍵👍🏽 family 👨‍👩‍👧", "json": '{"table":5,"items":["茶","糕"],"note":"a & b <c>"}',
        "markup": "<b>&amp;</b>", "cdata-end": "a]]>b", "quotes": "\"a\" 'b'",
        "spaces": "  a  b  ", "space": " ", "tab": "a\tb", "newline": "a\nb", "carriage-return": "a\r\nb\rc", "zero": "0", "percent": "100%+1",
        "equals": "a=b=c", "entity-text": "&lt;&#65;", "replacement": "\ufffd", "delete": "\x7f",
        "next-line": "a\x85b", "bom": "a\ufeffb", "private": "\ue000", "astral-last": "\U0010fffd", "right-to-left": "\u202eabc",
        "combining": "e\u0301", "doctype-text": "<!DOCTYPE xml>", "backslash": "a\\u0000b", "plus": "+",
    }.items():
        c.genuine(name, having(NOTICE, attach=attach), succeeded=True)
    c.genuine("empty-attach", having(NOTICE, attach=""), succeeded=True)
    c.genuine("unknown", having(NOTICE, some_future_field="x & y", Another="1", _u="2", **{"a.b-c": "3"}), succeeded=True)
    c.genuine("proto", having(NOTICE, __proto__="1", constructor="2", toString="3", hasOwnProperty="4"), succeeded=True)
    c.genuine("key-lookalikes", having(NOTICE, Key="1", KEY="2", keys="3", api_key="4", Sign="5", paySign="6"), succeeded=True)
    c.genuine("wide", having(NOTICE, bank_type="B" * 300, transaction_id="9" * 64, total_fee="9" * 18, nonce_str="n" * 200), succeeded=True)
    c.genuine("zero-fee", having(NOTICE, total_fee="0", cash_fee="0"), succeeded=True)
    c.genuine("promotion", having(NOTICE, promotion_detail=PROMOTION, version="1.0"), succeeded=True)
    c.genuine("service-provider", having(NOTICE, sub_appid="wx8888888888888888", sub_mch_id="1900000109", sub_openid="o1", sub_is_subscribe="Y",
        device_info="WEB"), succeeded=True)
    c.genuine("paid-state", having(NOTICE, trade_state="SUCCESS", trade_type="PAP", contract_id="Wx15463511252015071056489715"), succeeded=True)
    c.genuine("pay-fail", having(NOTICE, trade_state="PAY_FAIL", trade_type="PAP"), succeeded=False)
    c.genuine("failed", [*FAILED, ("err_code", "SYSTEMERROR"), ("err_code_des", "系统错误")], succeeded=False)
    c.genuine("failed-four-fields", [f for f in FAILED if f[0] != "nonce_str"], succeeded=False)
    c.genuine("reversed", NOTICE[::-1], succeeded=True)
    c.genuine("sign-first", NOTICE, succeeded=True)
    last = c.cases[-1]
    last |= carried(document([signed(NOTICE)[-1], *NOTICE]))
    c.genuine("foreign-currency", having(NOTICE, fee_type="USD", cash_fee_type="CNY", rate_value="650000000"), succeeded=True)
    c.genuine("coupon-names-in-byte-order", having(NOTICE, coupon_fee="1", coupon_fee_10="1", coupon_fee_2="1", coupon_Fee="1"), succeeded=True)

    c.row("reply", "Replies pass; `succeeded` says whether the order is paid, or a prepay_id was issued")
    c.genuine("order", ORDER_REPLY, "unifiedorder_reply", succeeded=True)
    c.genuine("order-declined", readings.DECLINED, "unifiedorder_reply", succeeded=False)
    c.genuine("order-declined-four-fields", [f for f in FAILED if f[0] != "nonce_str"], "unifiedorder_reply", succeeded=False)
    c.genuine("query", QUERY_REPLY, "orderquery_reply", succeeded=True)
    c.genuine("query-refunded", having(QUERY_REPLY, trade_state="REFUND"), "orderquery_reply", succeeded=False)
    for state in ["NOTPAY", "CLOSED", "REVOKED", "USERPAYING", "PAYERROR", "ACCEPT", "SOMETHING_NEW"]:
        c.genuine(f"query-{state.lower()}", having(UNPAID_REPLY, trade_state=state), "orderquery_reply", succeeded=False)
    c.genuine("query-not-exist", [*FAILED, ("err_code", "ORDERNOTEXIST"), ("err_code_des", "order not exist")], "orderquery_reply", succeeded=False)
    c.genuine("close", CLOSE_REPLY, "closeorder_reply")
    c.genuine("close-declined", [*FAILED, ("err_code", "ORDERPAID"), ("err_code_des", "订单已支付")], "closeorder_reply", succeeded=False)
    c.genuine("unlisted", [("a", "1"), ("b", "2")], "unlisted")
    c.genuine("unlisted-return-fail", [("return_code", "FAIL"), ("total_fee", "1e2")], "unlisted")
    c.genuine("order-hmac", ORDER_REPLY, "unifiedorder_reply", HMAC, succeeded=True)

    c.row("request", "Requests verify too, for whoever stands in for the gateway")
    for use in [MD5, HMAC]:
        c.genuine(f"order-{use}", having(hostile_sign.ORDER, attach="a=1&openid=o1"), "unifiedorder", use)
        c.genuine(f"query-{use}", [*hostile_sign.ORDER[:3], ("transaction_id", "1")], "orderquery", use)
        c.genuine(f"close-{use}", [*hostile_sign.ORDER[:3], ("out_trade_no", "1")], "closeorder", use)

    c.row("list", "A list that carries `sign` verifies like its document")
    for name, parts, kind, use in [("notice", COUPONS, "pay_notice", MD5), ("notice-hmac", COUPONS, "pay_notice", HMAC),
        ("order", ORDER_REPLY, "unifiedorder_reply", MD5), ("unlisted", [("b", "2"), ("a", "1"), ("c", "")], "unlisted", MD5)]:
        want = {"code": "OK", "fields": hashed(parts)}
        c.add(name, "verify", want, kind=kind, key=key(use), fields=signed(parts, use))


def spelling(c):
    c.row("spelling", "However XML spells a text - CDATA, plain, references, several pieces - the text is the same")
    for name, value, markup in [
        ("cdata", "a<b", "<![CDATA[a<b]]>"), ("entities", "<>&\"'", "&lt;&gt;&amp;&quot;&apos;"), ("decimal", "茶A", "&#33590;&#65;"),
        ("hexadecimal", "茶Aa", "&#x8336;&#x41;&#x0061;"), ("emoji-reference", "🍵", "&#x1F375;"),
        ("seven-decimal", "A", "&#0000065;"), ("six-hex", "A", "&#x000041;"), ("two-cdata", "ab", "<![CDATA[a]]><![CDATA[b]]>"),
        ("cdata-split", "a]]>b", "<![CDATA[a]]]]><![CDATA[>b]]>"), ("cdata-text-cdata", "a b c", "<![CDATA[a]]> b <![CDATA[c]]>"),
        ("text-cdata-reference", "a&b<", "a<![CDATA[&b]]>&lt;"), ("empty-cdata-within", "ab", "a<![CDATA[]]>b"),
        ("cdata-no-entity", "&lt;", "<![CDATA[&lt;]]>"), ("cdata-brackets", "]]", "<![CDATA[]]]]>"), ("cdata-greater", "]>", "<![CDATA[]>]]>"),
        ("brackets", "]]", "]]"), ("bracket-greater", "]>", "]>"), ("greater", "a>b", "a>b"), ("greater-reference", "]]>", "]]&gt;"),
        ("quotes-plain", "\"'", "\"'"), ("comment-in-cdata", "<!-- a -->", "<![CDATA[<!-- a -->]]>"),
        ("space-around-cdata", " a ", " <![CDATA[a]]> "), ("lines", "a\nb\nc\n\nd", "a\r\nb\rc\r\n\rd"),
        ("lines-cdata", "a\nb\n", "<![CDATA[a\r\nb\r]]>"), ("lines-between", "a\n\nb", "<![CDATA[a\r]]>\nb"),
        ("reference-stays", "a\r\nb", "a&#13;\nb"),
        ("reference-stays-hex", "a\r\r", "a&#xD;&#xd;"), ("return-then-reference", "a\n\nb", "a\r&#10;b"),
        ("edges", "\t\n\r \ud7ff\ue000\ufffd\U00010000\U0010ffff", "&#9;&#10;&#13;&#32;&#xD7FF;&#xE000;&#xFFFD;&#x10000;&#x10FFFF;"),
        ("controls", "\x7f\x80\x85\x9f", "&#127;&#x80;&#133;&#x9F;"), ("doctype", "<!DOCTYPE a>", "<![CDATA[<!DOCTYPE a>]]>"), ("astral", "𝄞😀", "𝄞😀"),
        ("only-reference", " ", "&#32;"), ("cdata-pi", "<?a?>", "<![CDATA[<?a?>]]>"),
    ]:
        c.genuine(name, [("attach", value, markup), *NOTICE], succeeded=True)
    c.genuine("all-plain", COUPONS, style=escaped, succeeded=True)
    c.genuine("all-cdata", COUPONS, style=lambda value: f"<![CDATA[{value}]]>", succeeded=True)
    c.genuine("all-references", NOTICE, style=lambda value: "".join(f"&#{ord(ch)};" for ch in value), succeeded=True)
    c.genuine("all-pieces", NOTICE, style=lambda value: "".join(f"<![CDATA[{ch}]]>" for ch in value), succeeded=True)
    many = repeated("&#65;", 12000, *document(signed(having(NOTICE, attach="A" * 12000)), style=lambda v: "¦" if len(v) > 9000 else v).split("¦"))
    c.verified("many-references", many, {"code": "OK", "fields": [*hashed(NOTICE), ["attach", repeated("A", 12000)]]})

    c.row("layout", "White space, comments and processing instructions between fields, a declaration and a byte order mark change nothing")
    for name, written in {
        "newlines": {"between": "\n"}, "windows": {"between": "\r\n  "}, "tabs": {"between": "\t \n"}, "declaration": {"head": DECLARATION},
        "declaration-newline": {"head": DECLARATION + "\n"}, "declaration-small": {"head": DECLARATION.lower()},
        "declaration-utf8": {"head": '<?xml version="1.0" encoding="utf8"?>'},
        "declaration-capitals": {"head": '<?xml version="1.0" encoding="UTF8"?>'},
        "declaration-quotes": {"head": "<?xml version='1.0' encoding='UTF-8'?>"},
        "declaration-spaces": {"head": '<?xml  version = "1.0"\n encoding= "UTF-8" ?>'},
        "declaration-short": {"head": '<?xml version="1.0"?>'}, "standalone": {"head": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'},
        "standalone-no": {"head": '<?xml version="1.0" standalone=\'no\'?>'}, "bom": {"head": "\ufeff"},
        "bom-declaration": {"head": "\ufeff" + DECLARATION},
        "space-before": {"head": " \r\n\t"}, "space-after": {"tail": "\n\n "}, "comment-before": {"head": "<!-- a --> "},
        "comment-after": {"tail": "<!-- a -->"}, "pi-before": {"head": "<?a b?>"}, "pi-after": {"tail": "\n<?a?>"},
        "stylesheet": {"head": '<?xml-stylesheet href="a"?>'},
        "comments-between": {"between": "<!-- <!DOCTYPE a> & -->"}, "comment-empty": {"between": "<!---->"},
        "comment-dash": {"between": "<!-- - -a- -->"}, "pi-between": {"between": "<?a b?>"}, "pi-odd": {"between": "<?a <>&?>"},
        "pi-end": {"between": "<?a ??>"},
    }.items():
        c.genuine(name, NOTICE, succeeded=True, **written)
    text = document(signed(NOTICE))
    for name, changed in {
        "space-in-tags": text.replace("<total_fee>", "<total_fee >").replace("</total_fee>", "</total_fee\n>").replace("</xml>", "</xml >"),
        "space-in-root": text.replace("<xml>", "<xml\r\n>"),
        "empty-elements": text.replace("<total_fee>", "<device_info/><attach></attach><detail /><version><![CDATA[]]></version><total_fee>"),
    }.items():
        c.verified(name, changed, {"code": "OK", "fields": hashed(NOTICE), "succeeded": True})

    c.row("largest", "Documents of exactly the limits pass")
    parts = [(f"f{i:04}", "1") for i in range(1023)]
    c.genuine("elements", parts, "unlisted")
    c.genuine("elements-empty", [*parts[:500], *((f"g{i:04}", "") for i in range(523))], "unlisted")
    c.genuine("name", [("n" * 64, "1")], "unlisted")
    room = 65536 - len(document(signed([("a", "")]), style=escaped))
    sign = signature([("a", "x" * room)])
    c.verified("document", repeated("x", room, "<xml><a>", f"</a><sign>{sign}</sign></xml>"), {"code": "OK", "fields": [["a", repeated("x", room)]]},
        "unlisted")
    c.verified("spaces", repeated(" ", 60000, "<xml>", document(signed(NOTICE))[5:]), {"code": "OK", "fields": hashed(NOTICE), "succeeded": True})
    c.verified("comments", repeated("<!---->", 8000, "<xml>", document(signed(NOTICE))[5:]),
        {"code": "OK", "fields": hashed(NOTICE), "succeeded": True})


def unverified(c):
    c.row("unverified",
        "Reading unverified shows every field, also empty ones and `sign`; it takes comments in a field, the element `key` and the root `root`")
    for name, text, shown in [
        ("fail", "<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[签名错误]]></return_msg></xml>",
        [["return_code", "FAIL"], ["return_msg", "签名错误"]]), ("empty-root", "<xml/>", []), ("empty-root-space", "<xml />\n", []),
        ("empty", "<xml></xml>", []), ("spaces", "<xml> \n </xml>", []),
        ("empty-fields", "<xml><a/><b></b><c><![CDATA[]]></c></xml>", [["a", ""], ["b", ""], ["c", ""]]),
        ("sign", "<xml><a>1</a><sign>x</sign></xml>", [["a", "1"], ["sign", "x"]]),
        ("key", "<xml><key>1</key></xml>", [["key", "1"]]), ("root", "<root><a>1</a></root>", [["a", "1"]]), ("root-empty", "<root/>", []),
        ("comment", "<xml><a>1<!-- x -->2</a></xml>", [["a", "12"]]), ("comment-alone", "<xml><a><!-- x --></a></xml>", [["a", ""]]),
        ("pi", "<xml><a>1<?x y?>2</a></xml>", [["a", "12"]]),
        ("comment-cdata", "<xml><a><![CDATA[1]]><!-- x --><![CDATA[2]]></a></xml>", [["a", "12"]]),
        ("mixed", "<xml><a>1&#50;<![CDATA[3]]>&lt;</a></xml>", [["a", "123<"]]),
        ("proto", "<xml><__proto__>1</__proto__><constructor>2</constructor></xml>", [["__proto__", "1"], ["constructor", "2"]]),
        ("bom", f"\ufeff{DECLARATION}<xml><a>茶</a></xml>", [["a", "茶"]]), ("space-kept", "<xml><a> 1\t</a></xml>", [["a", " 1\t"]]),
        ("lines", "<xml><a>1\r\n2\r3&#13;</a></xml>", [["a", "1\n2\n3\r"]]), ("name", f"<xml><{'n' * 64}>1</{'n' * 64}></xml>", [["n" * 64, "1"]]),
        ("refund", "<root><out_refund_no><![CDATA[R1]]></out_refund_no><refund_fee>1</refund_fee></root>",
        [["out_refund_no", "R1"], ["refund_fee", "1"]]),
        ("answer", "<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>",
        [["return_code", "SUCCESS"], ["return_msg", "OK"]]),
    ]:
        c.unverified(name, text, {"code": "OK", "fields": shown})
    c.unverified("notice", document(signed(COUPONS)), {"code": "OK", "fields": [list(f) for f in pairs(signed(COUPONS))]})
    many = [(f"f{i:04}", "1") for i in range(1024)]
    c.unverified("elements", document(many), {"code": "OK", "fields": [list(f) for f in many]})
    c.unverified("document", repeated("x", 65536 - 18, "<xml><a>", "</a></xml>"), {"code": "OK", "fields": [["a", repeated("x", 65536 - 18)]]})
    c.unverified("references", repeated("&#65;", 13000, "<xml><a>", "</a></xml>"), {"code": "OK", "fields": [["a", repeated("A", 13000)]]})
    c.unverified("cdata", repeated("<![CDATA[]]>", 5000, "<xml><a>", "</a></xml>"), {"code": "OK", "fields": [["a", ""]]})
    c.unverified("returns", repeated("\r\n", 30000, "<xml><a>", "</a></xml>"), {"code": "OK", "fields": [["a", repeated("\n", 30000)]]})
    c.unverified("brackets", repeated("]", 60000, "<xml><a><![CDATA[", "]]></a></xml>"), {"code": "OK", "fields": [["a", repeated("]", 60000)]]})


def keys(c):
    c.row("hmac", "An HMAC message without `sign_type` verifies by the length of its signature; with it, it is signed like any field")
    named, md5 = having(NOTICE, sign_type="HMAC-SHA256"), having(NOTICE, sign_type="MD5")
    for name, parts, use, by in [
        ("plain", NOTICE, HMAC, HMAC), ("coupons", COUPONS, HMAC, HMAC), ("both-allowed", NOTICE, HMAC, BOTH),
        ("both-allowed-md5", NOTICE, MD5, BOTH), ("named", named, HMAC, HMAC), ("named-both", named, HMAC, BOTH),
        ("named-md5", md5, MD5, MD5), ("named-md5-both", md5, MD5, BOTH), ("empty-name", having(NOTICE, sign_type=""), HMAC, HMAC),
        ("chinese", having(NOTICE, attach="茶"), HMAC, BOTH),
    ]:
        c.genuine(name, parts, use=use, by=key(by), succeeded=True)

    c.row("rotation", "A key that carries the previous secret accepts both, and the result tells which one signed")
    for use in [MD5, HMAC]:
        for by in [use, BOTH]:
            c.genuine(f"previous-{use}-{by}", NOTICE, use=use, secret=PREVIOUS, by=key(by, SECRET, PREVIOUS), succeeded=True, previous=True)
            c.genuine(f"current-{use}-{by}", NOTICE, use=use, by=key(by, SECRET, PREVIOUS), succeeded=True)
    c.genuine("same", NOTICE, by=key(MD5, SECRET, SECRET), succeeded=True)
    c.genuine("reply", ORDER_REPLY, "unifiedorder_reply", secret=PREVIOUS, by=key(MD5, SECRET, PREVIOUS), succeeded=True, previous=True)

    c.row("key-length", "A key of any length from 1 to 256 bytes is a key")
    for name, secret in {"one": "k", "31": "k" * 31, "33": "k" * 33, "64": "k" * 64, "65": "k" * 65, "256": "k" * 256, "chinese": "密钥" * 5,
        "official": "192006250b4c09247ec02edce69f6a2d"}.items():
        for use in [MD5, HMAC]:
            c.genuine(f"{name}-{use}", NOTICE, use=use, secret=secret, by=key(use, secret), succeeded=True)


def expected(c):
    c.row("expect", "A genuine message that speaks of what the host expects passes; an absent fee_type is CNY")
    for name, base, wanted, kind in [
        ("all", NOTICE, [["appid", "wx2421b1c4370ec43b"], ["mch_id", "10000100"], ["out_trade_no", "1409811653"], ["total_fee", "100"],
        ["fee_type", "CNY"]], "pay_notice"), ("nothing", NOTICE, [], "pay_notice"), ("one", NOTICE, [["total_fee", "100"]], "pay_notice"),
        ("absent-currency", having(NOTICE, fee_type=None), [["total_fee", "100"], ["fee_type", "CNY"]], "pay_notice"),
        ("empty-currency", having(NOTICE, fee_type=""), [["fee_type", "CNY"]], "pay_notice"),
        ("chinese", having(NOTICE, attach="茶"), [["attach", "茶"]], "pay_notice"),
        ("order", ORDER_REPLY, [["appid", "wx2421b1c4370ec43b"], ["mch_id", "10000100"]], "unifiedorder_reply"),
        ("query", QUERY_REPLY, [["total_fee", "100"], ["trade_state", "SUCCESS"]], "orderquery_reply"),
        ("unknown", having(NOTICE, zz="1"), [["zz", "1"]], "pay_notice"),
    ]:
        c.add(name, "expect", {"code": "OK", "fields": hashed(base)}, kind=kind, key=key(), **carried(document(signed(base))), expected=wanted)
