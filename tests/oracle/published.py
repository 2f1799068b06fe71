"""Vectors from official pages, and derived ones that others agreed on (published.json), as cases of the corpus.

Each is computed once more here before it is believed.
"""
import json
import re
from pathlib import Path

from plain import HMAC, MD5, canonical, hashed, key, signature


def make(c):
    c.row("published", "Signatures from official pages and from other people's tests come out the same")
    for vector in json.loads((Path(__file__).parent / "published.json").read_text(encoding="utf-8")):
        params = vector.get("params") or dict(re.findall(r"<(\w+)>(?:<!\[CDATA\[)?([^<\]]*)(?:]]>)?</\1>", vector["xml"]))
        fields = list(params.items())
        use = HMAC if "HMAC-SHA256" in (vector.get("sign_type"), params.get("signType")) else MD5
        text = canonical(fields)
        sign = vector.get("sign") or vector["paySign"]
        if f"{text}&key={vector['key']}" != vector["base_string"] or signature(fields, use, vector["key"]) != sign:
            raise SystemExit(f"{vector['id']}: does not recompute")

        def add(suffix, verb, want, **given):
            c.add(vector["id"] + suffix, verb, {"code": "OK"} | want, origin=vector["origin"], **given)

        by = key(use, vector["key"])
        add("-canonical", "canonical", {"text": text}, fields=fields)
        add("", "sign", {"text": sign}, key=by, fields=fields)
        if vector["kind"] == "notify":
            add("-notice", "decode_verified", {"fields": hashed(fields), "succeeded": True}, kind="pay_notice", key=by, xml=vector["xml"])
        if vector["kind"] == "client_jsapi":
            given = [("appId", params["appId"]), ("prepayId", params["package"].removeprefix("prepay_id=")), ("nonceStr", params["nonceStr"]),
                ("timeStamp", params["timeStamp"])]
            shown = [[name, params[name]] for name in ("timeStamp", "nonceStr", "package", "signType")] + [["paySign", sign]]
            add("-mini-program", "mini_program", {"fields": shown}, key=by, fields=given)
