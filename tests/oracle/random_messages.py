"""Random signed messages with the verdict of the slow reference, one corpus file on standard output.

    python3 tests/oracle/random_messages.py COUNT SEED > more.json
    CORPUS_MORE=more.json cargo test -p wxpay-tests

The messages are small and nasty: fields missing, malformed, swallowed into their neighbours, `&name=` typed into texts.
"""
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import plain
import reference
from make_corpus import text_of

BASES = [
    ("pay_notice", plain.NOTICE), ("pay_notice", plain.FAILED), ("unifiedorder_reply", plain.ORDER_REPLY), ("unifiedorder_reply", plain.FAILED),
    ("orderquery_reply", plain.QUERY_REPLY),
    ("orderquery_reply", plain.UNPAID_REPLY), ("closeorder_reply", plain.CLOSE_REPLY),
]
UNKNOWN = ["a", "b", "c", "goods", "n", "pp", "s", "tz", "zz", "_", "Z"]
FREE = ["attach", "device_info", "err_code_des", "promotion_detail", "return_msg", "trade_state_desc", "zz", "a", "goods"]
VALUES = ["1", "100", "SUCCESS", "FAIL", "x", "20140903131540", "007", "a b", "NOTPAY", "PAY_FAIL", "REFUND", "CNY", "MD5"]


def likely(rng, kind, name):
    """A value that often fits the field."""
    shown = dict(plain.QUERY_REPLY) | dict(plain.ORDER_REPLY)
    return shown[name] if name in shown and rng.random() < 0.8 else rng.choice(VALUES)


def message(rng):
    kind, base = rng.choice(BASES)
    fields = dict(base)
    known = [name.replace("$n", str(rng.randrange(3))) for name in reference.KNOWN[kind]]
    for _ in range(rng.randrange(4)):
        name = rng.choice(known + UNKNOWN + FREE)
        fields[name] = likely(rng, kind, name)
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        fields.pop(rng.choice(list(fields)), None)
    for _ in range(rng.choice([0, 1, 1, 2])):  # text typed by somebody
        name = rng.choice([n for n in fields if n in FREE] or list(fields))
        names = sorted(rng.choices(known + UNKNOWN, k=rng.randrange(1, 6))) if rng.random() < 0.5 else rng.choices(known + UNKNOWN, k=2)
        if rng.random() < 0.3:
            names = sorted({*reference.required(kind, "SUCCESS", "SUCCESS"), *rng.choices(UNKNOWN, k=1)})
        fields[name] += "".join(f"&{n}={likely(rng, kind, n)}" for n in names)
    for _ in range(rng.choice([0, 0, 1, 2, 5])):  # neighbours merged
        order = sorted(fields, key=str.encode)
        at = rng.randrange(max(len(order) - 1, 1))
        if at + 1 < len(order):
            fields[order[at]] += f"&{order[at + 1]}={fields.pop(order[at + 1])}"
    return kind, [(n, v) for n, v in fields.items() if v]


def main():
    count, seed = int(sys.argv[1]), sys.argv[2]
    rng, cases = random.Random(seed), []
    while len(cases) < count:
        kind, parts = message(rng)
        if not parts:
            continue
        given = plain.signed(parts)
        code, field = reference.verdict(given, kind, plain.MD5, [plain.SECRET])
        want = plain.place(code, field)
        if code == "OK":
            want["fields"] = plain.hashed(given)
            if (answer := reference.succeeded(kind, given)) is not None:
                want["succeeded"] = answer
        cases.append({"id": f"random-{seed}-{len(cases)}", "row": "random", "verb": "verify", "kind": kind, "key": plain.key(), "fields": given,
            "want": want})
    sys.stdout.write(text_of(cases))


if __name__ == "__main__":
    main()
