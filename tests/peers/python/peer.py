"""A published library in the line format of ../README.md: python peer.py"""
import json
import sys

from wechatpy.pay import WeChatPay
from wechatpy.pay.utils import calculate_signature, calculate_signature_hmac


def answer(line):
    if "fields" in line:
        fields = {name: value for name, value in line["fields"] if name != "sign"}  # the library's caller takes it out
        sign = calculate_signature if line["use"] == "md5" else calculate_signature_hmac
        return "OK " + sign(fields, line["secret"])
    WeChatPay(line["appid"], line["secret"], line["mch_id"]).parse_payment_result(line["xml"])
    return "OK"


for text in sys.stdin:
    try:
        print(answer(json.loads(text)), flush=True)
    except Exception:
        print("REFUSED", flush=True)
