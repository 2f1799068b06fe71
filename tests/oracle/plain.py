"""The protocol in its plainest form, for making and checking the corpus: Python's hashlib and hmac, nothing else.

Shares nothing with the library. Slow and obvious on purpose.
"""
import base64
import hashlib
import hmac
import re

SECRET = "0123456789abcdefghijklmnopqrstuv"
PREVIOUS = "vutsrqponmlkjihgfedcba9876543210"
MD5, HMAC, BOTH = "md5", "hmac_sha256", "verify_only"
MARK = "¦"  # stands before the byte at fault in a written document, and is taken out


def canonical(fields):
    """The string to sign: no `sign`, nothing empty, names in byte order."""
    kept = [(n, v) for n, v in fields if n != "sign" and v != ""]
    return "&".join(f"{n}={v}" for n, v in sorted(kept, key=lambda field: field[0].encode()))


def signature(fields, use=MD5, secret=SECRET):
    """Upper-case hexadecimal digits over the string to sign and the key."""
    return digest(f"{canonical(fields)}&key={secret}", use, secret)


def digest(text, use, secret):
    if use == MD5:
        return hashlib.md5(text.encode()).hexdigest().upper()
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest().upper()


def key(use=MD5, secret=SECRET, previous=None):
    return {"use": use, "secret": secret, "previous": previous}


# --- documents -----------------------------------------------------------------------------------------------------
# A document is a list of parts: (name, value), (name, value, markup) where the text is spelled in a special way,
# or a string that stands between the fields.


def escaped(value):
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        value = value.replace(plain, written)
    return value


def cdata(value):
    """As the gateway writes it: numbers bare, everything else in CDATA."""
    bare = value.isascii() and value.isdigit() and len(value) < 10
    return escaped(value) if bare or "]]>" in value or "\r" in value else f"<![CDATA[{value}]]>"


def pairs(parts):
    return [part[:2] for part in parts if isinstance(part, tuple)]


def document(parts, style=cdata, root="xml", between=""):
    def written(part):
        if isinstance(part, str):
            return part
        name, value, *markup = part
        return f"<{name}>{markup[0] if markup else style(value)}</{name}>"

    inside = between.join(["", *map(written, parts), ""])
    return f"<{root}>{inside}</{root}>"


def signed(parts, use=MD5, secret=SECRET):
    return [*parts, ("sign", signature(pairs(parts), use, secret))]


def hashed(fields):
    """What a verified message shows: the fields that were hashed, in document order."""
    return [[n, v] for n, v in fields if n != "sign" and v != ""]


def having(parts, **changes):
    """The parts with some fields changed, added at the end, or (None) left out."""
    changed = [(p[0], changes.get(p[0], p[1])) for p in pairs(parts)]
    added = [(n, v) for n, v in changes.items() if n not in dict(changed)]
    return [(n, v) for n, v in changed + added if v is not None]


def marked(text):
    """Takes the mark out; returns the text and the byte offset where it stood (None without a mark)."""
    before, found, after = text.partition(MARK)
    return before + after, len(before.encode()) if found else None


def repeated(unit, times, prefix="", suffix=""):
    return {"prefix": prefix, "unit": unit, "times": times, "suffix": suffix}


def full(text):
    """The text that a `repeated` stands for."""
    return text if isinstance(text, str) else text["prefix"] + text["unit"] * text["times"] + text["suffix"]


# --- cases ---------------------------------------------------------------------------------------------------------


class Corpus:
    """Collects cases; `row` opens a group: its name and the promise, in one sentence."""

    def __init__(self):
        self.cases, self.rows, self.current = [], {}, None

    def row(self, name, promise):
        self.current = name
        self.rows[name] = promise

    def add(self, name, verb, want, **given):
        if isinstance(want, str):
            want = {"code": want}
        self.cases.append({"id": f"{self.current}-{name}", "row": self.current, "verb": verb, **given, "want": want})

    def verified(self, name, xml, want, kind="pay_notice", by=None):
        self.add(name, "decode_verified", want, kind=kind, key=by or key(), **carried(xml))

    def unverified(self, name, xml, want):
        self.add(name, "decode_unverified", want, **carried(xml))

    def refused(self, name, text, code, field=None, offset=None):
        """A faulty document: both readers must say the same. A mark in a text gives the offset."""
        if isinstance(text, str):
            text, offset = marked(text)
        want = place(code, field, offset)
        self.verified(name, text, want)
        self.unverified(f"{name}-unverified", text, want)

    def message(self, name, parts, code, field=None, kind="pay_notice", use=MD5, **written):
        """A rightly signed message that is refused after its signature held."""
        self.verified(name, document(signed(parts, use), **written), place(code, field), kind, key(use))

    def genuine(self, name, parts, kind="pay_notice", use=MD5, secret=SECRET, by=None, head="", tail="", succeeded=None, previous=False, **written):
        """A rightly signed message that must pass, with exactly its hashed fields."""
        xml = head + document(signed(parts, use, secret), **written) + tail
        want = {"code": "OK", "fields": hashed(pairs(parts))}
        if succeeded is not None:
            want["succeeded"] = succeeded
        if previous:
            want["previous_key"] = True
        self.verified(name, xml, want, kind, by or key(use))


def place(code, field=None, offset=None):
    want = {"code": code}
    if field is not None:
        want["field"] = field
    if offset is not None:
        want["offset"] = offset
    return want


def carried(xml):
    """How a document stands in the file: as text, as base64 when it is not text, or as prefix, unit, times, suffix."""
    if isinstance(xml, bytes):
        return {"xml_base64": base64.b64encode(xml).decode()}
    return {"xml": xml} if isinstance(xml, str) else {"xml_repeat": xml}


def bytes_of(case):
    """The document of a case, as bytes."""
    if "xml_base64" in case:
        return base64.b64decode(case["xml_base64"])
    if "xml_repeat" in case:
        return full(case["xml_repeat"]).encode()
    return case.get("xml", case.get("xml_cut")).encode()


def fields_of(case):
    """The list of a case, as pairs."""
    run = case.get("run", {"prefix": "", "count": 0, "value": ""})
    numbered = [(f"{run['prefix']}{i:04}", run["value"]) for i in range(run["count"])]
    return [(full(n), full(v)) for n, v in case.get("fields", [])] + numbered


NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")

NOTICE = [
    ("appid", "wx2421b1c4370ec43b"),
    ("bank_type", "CFT"),
    ("cash_fee", "100"),
    ("fee_type", "CNY"),
    ("is_subscribe", "N"),
    ("mch_id", "10000100"),
    ("nonce_str", "5d2b6c2a8db53831f7eda20af46e531c"),
    ("openid", "oUpF8uMEb4qRXf22hE3X68TekukE"),
    ("out_trade_no", "1409811653"),
    ("result_code", "SUCCESS"),
    ("return_code", "SUCCESS"),
    ("time_end", "20140903131540"),
    ("total_fee", "100"),
    ("trade_type", "JSAPI"),
    ("transaction_id", "1004400740201409030005092168"),
]
FAILED = [("return_code", "SUCCESS"), ("appid", "wx2421b1c4370ec43b"), ("mch_id", "10000100"), ("nonce_str", "IITRi8Iabbblz1Jc"),
    ("result_code", "FAIL")]
ORDER_REPLY = [
    ("return_code", "SUCCESS"),
    ("return_msg", "OK"),
    ("appid", "wx2421b1c4370ec43b"),
    ("mch_id", "10000100"),
    ("nonce_str", "IITRi8Iabbblz1Jc"),
    ("result_code", "SUCCESS"),
    ("prepay_id", "wx201411101639507cbf6ffd8b0779950874"),
    ("trade_type", "JSAPI"),
]
QUERY_REPLY = having(NOTICE, trade_state="SUCCESS", trade_state_desc="支付成功", return_msg="OK")
UNPAID_REPLY = [*having(FAILED, result_code="SUCCESS"), ("out_trade_no", "1409811653"), ("trade_state", "NOTPAY"), ("trade_state_desc", "订单未支付")]
CLOSE_REPLY = [*having(FAILED, result_code="SUCCESS"), ("return_msg", "OK"), ("result_msg", "OK")]
