"""Random lists with the signature that Python's hashlib and hmac give, one JSON object a line.

    python3 tests/oracle/signing.py COUNT SEED
    cargo test -p wxpay-tests --test signing

Names, values, secrets and lengths are drawn so that sorting, joining, skipping and padding all have something to get
wrong: names that are prefixes of one another, values that are empty, `0`, blank, full of `&` and `=`, of any language.
"""
import json
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import plain

FIRST = "abcxyzABCXYZ_"
NAME = FIRST + "0189.-"
KNOWN = ["appid", "appId", "mch_id", "nonce_str", "body", "attach", "total_fee", "sub_mch_id", "coupon_fee_0", "coupon_fee_10", "coupon_fee_2",
    "__proto__", "constructor", "toString", "Sign", "keys", "sign_type_"]
TEXT = "abcXYZ 019&=<>]'\"\t\n\r%+;#茶付é😀\ufffd\x7f\x85\u2028"
SPECIAL = ["", "0", " ", "00", "null", "None", "false", "  a  ", "a=b&c=d", "茶", "[]", "-1", "1e2"]


def name(rng):
    return rng.choice(KNOWN) if rng.random() < 0.4 else rng.choice(FIRST) + "".join(rng.choices(NAME, k=rng.randrange(14)))


def value(rng):
    return rng.choice(SPECIAL) if rng.random() < 0.2 else "".join(rng.choices(TEXT, k=rng.randrange(40)))


def lists(count, seed):
    """(fields, algorithm, secret), `count` times."""
    rng = random.Random(seed)
    for _ in range(count):
        fields = {name(rng): value(rng) for _ in range(rng.randrange(200) if rng.random() < 0.01 else rng.randrange(1, 20))}
        fields.pop("key", None)
        if rng.random() < 0.05:
            fields["sign"] = rng.choice(["", "0" * 32, "x"])
        if not plain.canonical(fields.items()):
            fields["a"] = "1"
        secret = "".join(rng.choices(TEXT, k=rng.randrange(1, 60))) if rng.random() < 0.3 else plain.SECRET
        yield list(fields.items()), rng.choice([plain.MD5, plain.HMAC]), secret


def main():
    count, seed = int(sys.argv[1]), sys.argv[2]
    for fields, use, secret in lists(count, seed):
        line = {"use": use, "secret": secret, "fields": fields, "sign": plain.signature(fields, use, secret)}
        sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main()
