"""A slow reference verdict over a list of fields: the order of the checks, and the one-reading rule by trying all readings.

What the kinds know is written down here a second time, by hand, from the field tables of the protocol.
"""
import re
from functools import lru_cache

import plain

ID = re.compile(r"[!-%'-<>-~]+")  # printable ASCII without &, =, space
AMOUNT = re.compile(r"0|[1-9][0-9]{0,17}")
DIGITS = re.compile(r"[0-9]+")
TIME = re.compile(r"[0-9]{14}")
SUCCESS = re.compile("SUCCESS")
RESULT = re.compile("SUCCESS|FAIL")
FREE = re.compile(r".+", re.DOTALL)

COMMON = {
    "return_code": SUCCESS, "return_msg": FREE, "appid": ID, "mch_id": ID, "sub_appid": ID, "sub_mch_id": ID,
    "nonce_str": ID, "result_code": RESULT, "err_code": ID, "err_code_des": FREE, "sign_type": re.compile("MD5|HMAC-SHA256"),
}
DEVICE = {"device_info": FREE}
PAID = DEVICE | {
    "openid": ID, "is_subscribe": ID, "sub_openid": ID, "sub_is_subscribe": ID, "trade_type": ID, "bank_type": ID, "total_fee": AMOUNT,
    "settlement_total_fee": AMOUNT, "fee_type": ID, "cash_fee": AMOUNT, "cash_fee_type": ID, "coupon_fee": AMOUNT, "coupon_count": DIGITS,
    "coupon_type_$n": ID, "coupon_id_$n": ID, "coupon_fee_$n": AMOUNT, "transaction_id": ID, "out_trade_no": ID, "attach": FREE,
    "time_end": TIME, "promotion_detail": FREE,
}
KNOWN = {
    "unifiedorder_reply": COMMON | DEVICE | {"trade_type": ID, "prepay_id": ID, "code_url": FREE, "mweb_url": FREE, "promotion_detail": FREE},
    "orderquery_reply": COMMON | PAID | {"trade_state": ID, "trade_state_desc": FREE, "consume_fee": AMOUNT, "detail": FREE},
    "closeorder_reply": COMMON | {"result_msg": FREE},
    "pay_notice": COMMON | PAID | {
        "version": ID, "rate_value": ID, "contract_id": ID, "user_repaid": ID, "trade_state": re.compile("SUCCESS|PAY_FAIL"),
    },
}
ALWAYS = {"return_code", "result_code", "appid", "mch_id"}


def required(kind, result, state):
    names = set(ALWAYS)
    if result == "SUCCESS":
        if kind == "pay_notice":
            names |= {"bank_type", "out_trade_no", "total_fee", "transaction_id", "time_end"}
        if kind == "unifiedorder_reply":
            names |= {"prepay_id"}
        if kind == "orderquery_reply":
            names |= {"out_trade_no", "trade_state"}
            if state in ("SUCCESS", "REFUND"):
                names |= {"total_fee", "transaction_id", "time_end"}
    return names


def syntax(kind, name):
    """The known syntax of a field, or None for a name that the kind does not know."""
    known = KNOWN[kind]
    return known.get(name) or known.get(re.sub(r"_[0-9]+$", "_$n", name))


def second_reading(kind, fields):
    """Whether some valid reading of the signed string makes a known cut that the fields do not make; all are tried."""
    text = plain.canonical(fields)
    cuts = [(0, 0)] + [(m.start(), m.start() + 1) for m in re.finditer(r"&(?=[A-Za-z_][A-Za-z0-9_.-]*=)", text)]
    names = [plain.NAME.match(text, begin).group() for _, begin in cuts]
    made, position = set(), 0
    for name, value in sorted(plain.hashed(fields), key=lambda f: f[0].encode()):
        made.add(position)
        position += len(f"{name}={value}&")
    everything = required(kind, "SUCCESS", "SUCCESS")

    @lru_cache(maxsize=None)
    def from_cut(i, new, result, state, seen):
        """Cut `i` begins a field; can the rest be read so that the whole is a second reading?"""
        name, begin = names[i], cuts[i][1]
        if name in ("key", "sign"):
            return False
        form = syntax(kind, name)
        new = new or (form is not None and begin not in made)
        seen = seen | {name} & everything
        for j in range(i + 1, len(cuts) + 1):
            last = j == len(cuts)
            if not (last or names[j] > name):
                continue
            value = text[begin + len(name) + 1 : None if last else cuts[j][0]]
            if value == "" or (form and not form.fullmatch(value)):
                continue
            r, s = (value if name == "result_code" else result), (value if name == "trade_state" else state)
            if last:
                if new and required(kind, r, s) <= seen:
                    return True
            elif from_cut(j, new, r, s, seen):
                return True
        return False

    return from_cut(0, False, None, None, frozenset())


V = r"[^&]*"
CLIENT = [re.compile(pattern, re.DOTALL) for pattern in (
    f"appid={V}&mch_id={V}&nonce_str=.*&product_id=.*&time_stamp={V}",
    f"appId={V}&nonceStr=.*&package={V}(&signType={V})?&timeStamp={V}",
    f"appid={V}&noncestr=.*&package={V}&partnerid={V}&prepayid={V}&timestamp={V}",
    f"appid={V}&(clientip={V}&)?contract_code={V}&contract_display_account=.*&mch_id={V}&notify_url=.*&(outerid=.*&)?plan_id={V}"
    f"&request_serial={V}(&return_(web|appid)={V})?&timestamp={V}&version={V}",
)]


def verdict(fields, kind, use, secrets):
    """(code, field) for a list that carries `sign`, in the documented order of checks."""
    names = [n for n, _ in fields]
    for i, name in enumerate(names):
        if name in names[:i]:
            return "DUPLICATE", name
    if "key" in names:
        return "NAME", "key"
    sign = dict(fields).get("sign", "")
    if not sign or not plain.hashed(fields) or kind == "notice_answer":
        return "NO_SIGN", None
    if not re.fullmatch(r"[0-9A-F]{32}|[0-9A-F]{64}", sign):
        return "SIGN_FORMAT", None
    algorithm = plain.MD5 if len(sign) == 32 else plain.HMAC
    named = dict(fields).get("sign_type", "")
    if use not in (algorithm, plain.BOTH) or (named and named != {plain.MD5: "MD5", plain.HMAC: "HMAC-SHA256"}[algorithm]):
        return "SIGN_TYPE", None
    if all(sign != plain.signature(fields, algorithm, secret) for secret in secrets if secret):
        return "MISMATCH", None
    if any(form.fullmatch(plain.canonical(fields)) for form in CLIENT):
        return "AMBIGUOUS", None
    if kind not in KNOWN:
        return "OK", None
    if second_reading(kind, fields):
        return "AMBIGUOUS", None
    shown = dict(plain.hashed(fields))
    missing = sorted(required(kind, shown.get("result_code"), shown.get("trade_state")) - set(shown))
    if missing:
        return "MISSING", missing[0] if len(missing) == 1 else None
    wrong = [n for n, v in shown.items() if (form := syntax(kind, n)) and not form.fullmatch(v)]
    return ("FIELD", wrong[0] if len(wrong) == 1 else None) if wrong else ("OK", None)


def succeeded(kind, fields):
    """The question a kind is about; None where no question is promised."""
    shown = dict(fields)
    if kind not in ("pay_notice", "orderquery_reply", "unifiedorder_reply"):
        return None if shown.get("result_code") == "SUCCESS" else False
    state = shown.get("trade_state", "" if kind == "orderquery_reply" else "SUCCESS")
    return shown["result_code"] == "SUCCESS" and (kind == "unifiedorder_reply" or state == "SUCCESS")
