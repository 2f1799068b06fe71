"""The one-reading rule in both directions: messages with a second reading, and ordinary traffic that only looks like one."""
from plain import CLOSE_REPLY, FAILED, HMAC, MD5, NOTICE, ORDER_REPLY, QUERY_REPLY, SECRET, UNPAID_REPLY, canonical, document, having, key, place, repeated, signature, signed

TAIL = "&bank_type=CFT&mch_id=10000100&out_trade_no=8&result_code=SUCCESS&return_code=SUCCESS&time_end=20140903131540&total_fee=1&transaction_id=2"
FULL = having(NOTICE, attach="x", coupon_count="1", coupon_fee="10", coupon_fee_0="10", coupon_id_0="10000", coupon_type_0="CASH")
DECLINED = [*having(FAILED, return_msg="OK"), ("err_code", "ORDERPAID"), ("err_code_des", "该订单已支付")]
COUNTED = having(NOTICE, cash_fee_type="CNY", settlement_total_fee="90", sub_appid="wx8", sub_mch_id="9", device_info="WEB")


def merged(parts, into, *names):
    """The fields `names` moved into the value of `into`; the signed string stays the same."""
    shown = dict(parts)
    value = shown[into] + "".join(f"&{n}={shown[n]}" for n in names)
    made = having(parts, **{into: value, **dict.fromkeys(names)})
    assert canonical(made) == canonical(parts)
    return made


def after(parts, name):
    """The names that follow `name` in the signed string."""
    names = sorted(n for n, _ in parts)
    return names[names.index(name) + 1 :]


def make_hostile(c):
    c.row("swallowed", "A field swallowed into its neighbour's value gives the signed string a second reading, and is refused")

    def swallowed(name, parts, kind="pay_notice", field=None, use=MD5):
        c.message(name, parts, "AMBIGUOUS", field, kind, use)
        c.add(f"{name}-list", "verify", place("AMBIGUOUS", field), kind=kind, key=key(use), fields=signed(parts, use))

    # Every field of a notice may hide its successor, or two of them, or all.
    for name in sorted(n for n, _ in FULL)[:-1]:
        swallowed(f"notice-{name}", merged(FULL, name, after(FULL, name)[0]), field=name)
        if len(after(FULL, name)) > 1:
            swallowed(f"notice-{name}-two", merged(FULL, name, *after(FULL, name)[:2]), field=name)
    swallowed("everything", merged(NOTICE, "appid", *after(NOTICE, "appid")), field="appid")
    swallowed("amount-in-time", having(NOTICE, time_end="20140903131540&total_fee=100", total_fee=None), field="time_end")
    swallowed("currency-in-cash", having(NOTICE, cash_fee="100&fee_type=CNY", fee_type=None), field="cash_fee")
    swallowed("hmac", merged(NOTICE, "time_end", "total_fee"), field="time_end", use=HMAC)
    for name in ["cash_fee", "device_info", "settlement_total_fee", "sub_appid", "return_code"]:
        swallowed(f"counted-{name}", merged(COUNTED, name, after(COUNTED, name)[0]), field=name)
    swallowed("two-places", merged(merged(NOTICE, "cash_fee", "fee_type"), "time_end", "total_fee"), field="cash_fee")
    swallowed("through-unknown", merged(having(NOTICE, time_expire="1"), "time_end", "time_expire", "total_fee"), field="time_end")
    for name in ["appid", "mch_id", "nonce_str", "prepay_id", "return_code", "return_msg"]:
        swallowed(f"order-reply-{name}", merged(ORDER_REPLY, name, after(ORDER_REPLY, name)[0]), "unifiedorder_reply", name)
    for name in ["openid", "out_trade_no", "result_code", "time_end", "total_fee", "trade_state"]:
        swallowed(f"query-reply-{name}", merged(QUERY_REPLY, name, after(QUERY_REPLY, name)[0]), "orderquery_reply", name)
    for name in ["result_code", "result_msg", "return_code"]:
        swallowed(f"close-reply-{name}", merged(CLOSE_REPLY, name, after(CLOSE_REPLY, name)[0]), "closeorder_reply", name)
    for name in ["err_code", "err_code_des", "result_code"]:
        swallowed(f"declined-{name}", merged(DECLINED, name, after(DECLINED, name)[0]), "unifiedorder_reply", name)

    c.row("second-notice", "Text chosen by the buyer or the shop that could be read as other fields is refused")
    whole = "x" + TAIL + "&zz=1"
    swallowed("whole-in-attach", having(NOTICE, attach=whole), field="attach")
    swallowed("whole-in-attach-hmac", having(NOTICE, attach=whole), field="attach", use=HMAC)
    swallowed("whole-in-device-info", having(FAILED, device_info="WEB" + TAIL.replace("&bank_type=CFT", "") + "&zz=1", bank_type="CFT"))
    swallowed("tail-swallowed", [*signed(NOTICE)[:1], ("attach", "x"), *[tuple(f.split("=")) for f in TAIL[1:].split("&")],
        ("zz", "1&" + canonical(NOTICE[1:]))])
    swallowed("failed-into-paid", having(FAILED, attach="x" + TAIL + "&zz=1"), field="attach")
    swallowed("paid-from-failed", [*[tuple(f.split("=")) for f in ("appid=wx1&attach=x" + TAIL).split("&")],
        ("zz", "1&err_code=A&mch_id=10000100&result_code=FAIL&return_code=SUCCESS")])
    swallowed("bank-and-swallow", having(NOTICE, attach="a=1&bank_type=CFT&foo=1"), field="attach")
    swallowed("nonce-and-swallow", having(NOTICE, attach="a=1&b=1", goods="1&is_subscribe=Y&j=1"), field="goods")
    swallowed("last-unknown", having(NOTICE, zz="1", time_end="20140903131540&total_fee=1&totally=1"), field="time_end")
    swallowed("query-detail", having(UNPAID_REPLY, attach="x&detail=1"), "orderquery_reply", "attach")
    swallowed("query-detail-paid", having(QUERY_REPLY, attach="x&detail=1"), "orderquery_reply", "attach")
    swallowed("query-unpaid-into-paid", having(UNPAID_REPLY, trade_state_desc="x",
        time_end="20140903131540&total_fee=1&trade_state=SUCCESS&transaction_id=1&zz=1"), "orderquery_reply", "time_end")
    swallowed("message-into-service-provider", having(ORDER_REPLY, return_msg="OK&sub_appid=wx9"), "unifiedorder_reply", "return_msg")
    swallowed("reason-into-code-url", having(ORDER_REPLY, attach="x&code_url=weixin://1"), "unifiedorder_reply", "attach")
    swallowed("description-into-prepay", having(DECLINED, err_code_des="x&mch_id=10000100&prepay_id=1&r=1"), "unifiedorder_reply", "err_code_des")
    swallowed("detail-into-device", having(QUERY_REPLY, detail='{"a":"b&device_info=1"}'), "orderquery_reply", "detail")
    swallowed("many-cuts", having(NOTICE, attach="x" + "&b=1" * 200 + "&bank_type=CFT&c=1"), field="attach")
    swallowed("many-names", having(NOTICE, attach="x" + "".join(f"&b{i:03}=1" for i in range(200)) + "&bank_type=CFT&c=1"), field="attach")

    c.row("client-string",
        "A signature made for a client (NATIVE code, JSAPI and mini program, red packet, App, entrustweb) is never a notice or reply")
    for name, (parts, use) in clients().items():
        c.verified(name, document(signed(parts, use)), place("AMBIGUOUS"), by=key(use))
        c.verified(f"{name}-unlisted", document(signed(parts, use)), place("AMBIGUOUS"), "unlisted", key(use))
        c.add(f"{name}-list", "verify", place("AMBIGUOUS"), kind="unifiedorder_reply", key=key(use), fields=signed(parts, use))

    c.row("client-recut", "A client string whose nonce, product or name was chosen to look like a message is refused, however it is cut")
    accept = [("return_code", "SUCCESS"), ("result_code", "SUCCESS"), ("prepay_id", "wx1")]
    base = [("appid", "wx1"), ("mch_id", "2"), ("nonce_str", "n")]
    for name, parts, kind in [
        ("native-order-reply", [*base, *accept, ("product_id", "1"), ("time_stamp", "1415949957")], "unifiedorder_reply"),
        ("native-order-reply-return-msg", [*base, *accept, ("product_id", "1"), ("return_msg", "OK"), ("time_stamp", "1415949957")],
        "unifiedorder_reply"),
        ("native-close-reply", [*base, *accept[:2], ("product_id", "1"), ("time_stamp", "1415949957")], "closeorder_reply"),
        ("native-unlisted", [*base, ("p", "1"), ("product_id", "1"), ("q", "1"), ("time_stamp", "1415949957")], "unlisted"),
        ("jsapi-unlisted", [("appId", "wx1"), ("nonceStr", "n"), ("o", "1"), ("package", "prepay_id=wx1"), ("signType", "MD5"),
        ("timeStamp", "1395712654")], "unlisted"),
        ("app-unlisted", [("appid", "wx1"), ("noncestr", "n"), ("o", "1"), ("package", "Sign=WXPay"), ("partnerid", "2"), ("prepayid", "wx1"),
        ("timestamp", "1412000000")], "unlisted"),
        ("entrust-order-reply", [*base[:2], *accept, ("contract_code", "1"), ("contract_display_account", "a"),
        ("zz", "1&mch_id=2&notify_url=https://a/&plan_id=1&request_serial=1&timestamp=1414488825&version=1.0")], "unifiedorder_reply"),
    ]:
        c.message(name, parts, "AMBIGUOUS", kind=kind)
    swapped = [("appid", "wx1&noncestr=n"), ("package", "Sign=WXPay"), ("partnerid", "2"), ("prepayid", "wx1&timestamp=1412000000")]
    c.message("app-merged", swapped, "AMBIGUOUS", kind="unlisted")


def clients():
    """What a shop signs for phones, each with its algorithm."""
    jsapi = [("appId", "wx2421b1c4370ec43b"), ("timeStamp", "1395712654"), ("nonceStr", "e61463f8efa94090b1f366cccfbbb444"),
        ("package", "prepay_id=wx21201855730335ac86f8c43d1889123400")]
    app = [("appid", "wx2421b1c4370ec43b"), ("partnerid", "10000100"), ("prepayid", "wx21201855730335ac86f8c43d1889123400"),
        ("package", "Sign=WXPay"), ("noncestr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"), ("timestamp", "1412000000")]
    native = [("appid", "wx2421b1c4370ec43b"), ("mch_id", "10000100"), ("product_id", "sku/1 a&b"), ("time_stamp", "1415949957"),
        ("nonce_str", "f6808210402125e30663234f94c87a8c")]
    entrust = [
        ("appid", "wx426a3015555a46be"), ("mch_id", "1223816102"), ("plan_id", "106"), ("contract_code", "122"), ("request_serial", "123"),
        ("contract_display_account", "张三"),
        ("notify_url", "https://www.example.com/notify/"), ("version", "1.0"), ("timestamp", "1414488825"),
    ]
    return {
        "native": (native, MD5), "native-hmac": (native, HMAC), "jsapi": ([*jsapi, ("signType", "MD5")], MD5),
        "jsapi-hmac": ([*jsapi, ("signType", "HMAC-SHA256")], HMAC),
        "red-packet": (having(jsapi, package="sendid%3D242e8abd%26ver%3D8%26mchid%3D11475856"), MD5), "app": (app, MD5), "app-hmac": (app, HMAC),
        "entrustweb": (entrust, MD5),
        "entrustweb-outer": ([*entrust, ("outerid", "7"), ("return_web", "1")], MD5),
        "h5entrustweb": ([*entrust, ("clientip", "119.145.83.6")], HMAC),
        "h5entrustweb-all": ([*entrust, ("clientip", "119.145.83.6"), ("outerid", "7"), ("return_appid", "wx5")], HMAC),
    }


def make_genuine(c):
    c.row("ordinary", "Query strings and the like that give no second reading pass unchanged: this is ordinary traffic")
    for name, attach in {
        "uid": "uid=1&openid=o1", "order": "a=1&out_trade_no=9", "appid": "uid=7&appid=wx1", "three": "a=1&b=2&c=3",
        "url": "https://example.com/a?x=1&y=2&total_fee=1", "currency": "x&fee_type=CNY",
        "bank": "a=1&bank_type=CFT", "bank-currency": "x&bank_type=CFT&fee_type=CNY", "cash": "x&cash_fee=1", "time": "x&time_end=20140903131540",
        "time-amount": "20140903131540&total_fee=1", "transaction": "x&transaction_id=1",
        "device": "x&device_info=WEB", "key": "a=1&key=2", "sign": "a=1&sign=2", "result": "&result_code=FAIL", "first": "&a=1",
        "ampersands": "&&&a=&&=1&", "no-value": "x&bank_type=&foo=1", "chinese": "桌号=5&备注=少糖&fee_type=CNY",
        "escaped": "a%3D1%26b%3D2", "half-notice": "x" + TAIL.replace("&mch_id=10000100", "") + "&zz=1",
        "bad-amount": "x" + TAIL.replace("total_fee=1", "total_fee=01") + "&zz=1", "whole-without-swallow": "x" + TAIL,
        "digit-name": "a&1=2&-b=3", "sign-in-second": "x" + TAIL + "&sign=1&zz=1",
    }.items():
        c.genuine(name, having(NOTICE, attach=attach), succeeded=True)
    c.genuine("unpaid-query", having(UNPAID_REPLY, attach="uid=1&openid=o1"), "orderquery_reply", succeeded=False)
    c.genuine("h5-url", having(ORDER_REPLY, trade_type="MWEB",
        mweb_url="https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx20161110163838f231619da20804912345&package=1037687096"),
        "unifiedorder_reply", succeeded=True)
    c.genuine("code-url", having(ORDER_REPLY, trade_type="NATIVE", code_url="weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00"),
        "unifiedorder_reply", succeeded=True)
    c.genuine("sentence", having(DECLINED, err_code_des="a&b=c: 订单已支付"), "unifiedorder_reply", succeeded=False)
    c.genuine("declined-prepay", having(DECLINED, err_code_des="x&prepay_id=1&r=1"), "unifiedorder_reply", succeeded=False)
    c.genuine("json", having(NOTICE, attach='{"url":"https://example.com/?a=1&b=2","n":1}'), succeeded=True)
    c.genuine("unknown-field", having(NOTICE, future="x&y=1&z=2"), succeeded=True)
    c.genuine("unlisted-absorbed", having(NOTICE, time_end="20140903131540&total_fee=100", total_fee=None), "unlisted")
    c.genuine("many-a", having(NOTICE, attach="x" + "&a=1" * 1000), succeeded=True)
    for name, unit in {"a": "&a=1", "b": "&b=1", "c": "&c=1", "zz": "&zz=1", "bank": "&bank_type=CFT", "amount": "&total_fee=1",
        "short": "&a="}.items():
        times = 60000 // len(unit.replace("&", "&amp;"))
        parts = having(NOTICE, attach="x" + unit * times)
        around = document(signed(parts), style=lambda value: "¦" if len(value) > 1000 else value).split("¦")
        text = repeated(unit.replace("&", "&amp;"), times, around[0] + "x", around[1])
        fields = [[n, repeated(unit, times, "x") if n == "attach" else v] for n, v in parts]
        c.verified(f"bulk-{name}", text, {"code": "OK", "fields": fields, "succeeded": True})

    c.row("client-not", "Messages that only resemble a client string pass")
    c.genuine("camel-fields", having(NOTICE, appId="wx1", nonceStr="n", timeStamp="1"), succeeded=True)
    c.genuine("jsapi-around", [("appId", "wx1"), ("nonceStr", "n"), *NOTICE, ("zz", "1&package=prepay_id=wx1&signType=MD5&timeStamp=1395712654")],
        succeeded=True)
    c.genuine("product", having(ORDER_REPLY, product_id="1"), "unifiedorder_reply", succeeded=True)
    c.genuine("attach", having(NOTICE, attach="appId=wx1&nonceStr=n&package=prepay_id=1&signType=MD5&timeStamp=1"), succeeded=True)
    c.genuine("jsapi-more", [*clients()["jsapi"][0], ("zz", "1")], "unlisted")
    c.genuine("native-without-product", [f for f in clients()["native"][0] if f[0] != "product_id"], "unlisted")
    c.genuine("app-without-partner", [f for f in clients()["app"][0] if f[0] != "partnerid"], "unlisted")
