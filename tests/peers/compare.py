"""Puts the same input to published libraries and keeps what they do in verdicts.json and README.md.

    python3 tests/peers/compare.py [--check] [NAME ...]

`cargo xtask prove --only peers` installs the libraries first. Signing: LISTS random lists; where a library's signature is
not the one of Python's hashlib, it must be the one that the rules named for this library give. Verifying: every pay notice
of the corpus that is text; accepted or not. With --check nothing is written, and any change is an error.
"""
import json
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import plain
import signing

LISTS, SEED, LIMIT = 10_000, "peers", 600
CORPUS = HERE.parent / "corpus"
JAVA = ["java", "-cp", "java/target/classes:java/target/dependency/*", "peer.Peer"]
MARK = "<!-- made by compare.py -->"


# --- rules: how a library departs from the protocol ------------------------------------------------------------------


def trimmed(fields):
    return [(n, v.strip("".join(map(chr, range(33))))) for n, v in fields]


def without_proto(fields):
    return [(n, v) for n, v in fields if n != "__proto__"]


# What the rule makes of the list before it is signed.
RULES = {
    "trims": trimmed,  # white space around values is not signed; a blank value counts as empty
    "loses-proto": without_proto,  # a field named __proto__ is lost
}


def departed(fields, rules, use, secret):
    for rule in rules:
        fields = RULES[rule](fields)
    if "trims" in rules and not plain.canonical(fields):  # the same library then signs the key alone, without `&` before it
        return plain.digest(f"key={secret}", use, secret)
    return plain.signature(fields, use, secret)


# name, version, registry, command, rules
PEERS = [
    ("wxpay-sdk", "0.0.3", "Maven, com.github.wxpay", [*JAVA, "wxpay-sdk"], ["trims"]),
    ("weixin-java-pay", "4.7.0", "Maven, com.github.binarywang", [*JAVA, "weixin-java-pay"], []),
    ("tenpay", "2.1.18", "npm", ["node", "node/peer.mjs", "tenpay"], []),
    ("wechatpay-axios-plugin", "0.9.6", "npm", ["node", "node/peer.mjs", "wechatpay-axios-plugin"], ["loses-proto"]),
    ("wechatpy", "1.8.18", "PyPI", ["python/target/bin/python", "-B", "python/peer.py"], []),
    ("silenceper/wechat", "v2.1.10", "Go proxy", ["go/target/peer"], []),
]


def ask(command, lines):
    """One answer a line, REFUSED from where the program ended."""
    child = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    watch = threading.Timer(LIMIT, child.kill)
    watch.start()
    answers, _ = child.communicate("".join(json.dumps(line) + "\n" for line in lines))
    watch.cancel()
    answers = answers.split("\n")[:-1]
    if child.returncode != 0 or len(answers) != len(lines):
        raise SystemExit(f"{command}: exit code {child.returncode}, {len(answers)} answers to {len(lines)} lines")
    return answers


def signatures(command, rules):
    """How many are equal; how many lists each rule changes the signature of; what no rule explains."""
    cases = list(signing.lists(LISTS, SEED))
    answers = ask(command, [{"fields": fields, "use": use, "secret": secret} for fields, use, secret in cases])
    equal, explained, unexplained = 0, Counter(), []
    for (fields, use, secret), answer in zip(cases, answers):
        right = plain.signature(fields, use, secret)
        if answer == f"OK {right}":
            equal += 1
        elif answer == f"OK {departed(fields, rules, use, secret)}":
            explained.update(rule for rule in rules if departed(fields, [rule], use, secret) != right)
        else:
            unexplained.append((fields, use, secret, answer))
    return equal, explained, unexplained


def notices():
    """(row, whether it is genuine, line) of every pay notice of the corpus."""
    for name in ("genuine", "hostile"):
        for case in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8")):
            text = case.get("xml") or ("xml_repeat" in case and plain.full(case["xml_repeat"]))
            one_key = case.get("key", {}).get("use") in (plain.MD5, plain.HMAC) and not case["key"]["previous"]
            if case["verb"] == "decode_verified" and case["kind"] == "pay_notice" and text and one_key:
                line = {"xml": text, "use": case["key"]["use"], "secret": case["key"]["secret"]}
                yield case["row"], name == "genuine", line | {"appid": dict(plain.NOTICE)["appid"], "mch_id": dict(plain.NOTICE)["mch_id"]}


def verdicts(command):
    cases = list(notices())
    rows = {True: {}, False: {}}
    for (row, genuine, _), answer in zip(cases, ask(command, [line for _, _, line in cases])):
        accepted, of = rows[genuine].get(row, (0, 0))
        rows[genuine][row] = (accepted + (answer == "OK"), of + 1)
    return {"genuine": rows[True], "hostile": rows[False]}


def examine(peer):
    name, version, registry, command, rules = peer
    equal, explained, unexplained = signatures(command, rules)
    for fields, use, secret, answer in unexplained[:3]:
        print(f"{name}: no rule explains {answer!r} for {fields!r} {use} {secret!r}, right: {plain.signature(fields, use, secret)}")
    if unexplained:
        raise SystemExit(f"{name}: {len(unexplained)} differences without a rule")
    print(f"{name}: {equal} of {LISTS} signatures equal, {dict(explained)}")
    return {"name": name, "version": version, "registry": registry, "lists": LISTS, "equal": equal, "rules": dict(explained), **verdicts(command)}


def sum_of(rows):
    return tuple(map(sum, zip(*rows.values())))


def table(found):
    lines = ["| library | version | registry | signatures equal | genuine notices accepted | hostile notices accepted |", "|---|---|---|---|---|---|"]
    for peer in found:
        (genuine, of_genuine), (hostile, of_hostile) = sum_of(peer["genuine"]), sum_of(peer["hostile"])
        rules = "".join(f"; {count} `{rule}`" for rule, count in peer["rules"].items())
        lines.append(f"| {peer['name']} | {peer['version']} | {peer['registry']} | {peer['equal']} of {peer['lists']}{rules} | "
            f"{genuine} of {of_genuine} | {hostile} of {of_hostile} |")
    return "\n".join(lines)


def main():
    chosen = [argument for argument in sys.argv[1:] if argument != "--check"]
    found = [examine(peer) for peer in PEERS if not chosen or peer[0] in chosen]
    text = "[\n" + ",\n".join(json.dumps(peer, ensure_ascii=False) for peer in found) + "\n]\n"
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    before, _, after = readme.split(MARK)
    readme_now = f"{before}{MARK}\n{table(found)}\n{MARK}{after}"
    if chosen:
        print(table(found))
    elif "--check" not in sys.argv:
        (HERE / "verdicts.json").write_text(text, encoding="utf-8")
        (HERE / "README.md").write_text(readme_now, encoding="utf-8")
    elif (HERE / "verdicts.json").read_text(encoding="utf-8") != text or readme != readme_now:
        raise SystemExit("the libraries no longer do what verdicts.json says; run compare.py without --check and look at the change")
    print(f"{len(found)} libraries, {LISTS} lists each: every difference has a rule")


if __name__ == "__main__":
    main()
