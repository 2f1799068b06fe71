"""Writes tests/corpus, or with --check compares it with what would be written.

    python3 tests/oracle/make_corpus.py [--check]

Every signature comes from Python's hashlib and hmac (plain.py). Every verdict on a signed message is written down by
hand and held against a second opinion (reference.py), which tries all readings of the signed string.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import genuine
import hostile_sign
import hostile_xml
import outgoing
import plain
import published
import readings
import reference

CORPUS = Path(__file__).parent.parent / "corpus"
HOSTILE = [hostile_xml.make, hostile_sign.make, readings.make_hostile]


def text_of(cases):
    """One case a line; letters as they are, everything unprintable escaped."""
    def line(case):
        text = json.dumps(case, ensure_ascii=False, separators=(",", ":"))
        hidden = "".join(sorted({ch for ch in text if not ch.isprintable()}))
        return re.sub(f"[{re.escape(hidden)}]", lambda m: json.dumps(m.group())[1:-1], text) if hidden else text

    return "[\n" + ",\n".join(map(line, cases)) + "\n]\n"


def second_opinion(case):
    """Complains when the reference thinks otherwise about a list, or the document it stands for."""
    kind, want = case.get("kind"), case["want"]
    if case["verb"] != "verify" or not 0 < len(case["key"]["secret"].encode()) <= 256 or case["key"]["previous"] == "":
        return
    fields = plain.fields_of(case)
    code, field = reference.verdict(fields, kind, case["key"]["use"], [case["key"]["secret"], case["key"]["previous"]])
    if code != want["code"] or (field and want.get("field") and field != want["field"]):
        raise SystemExit(f"{case['id']}: written {want}, the reference says {code} {field}")


def corpora():
    made = {}
    for name, makers in {"vectors": [published.make], "hostile": HOSTILE, "genuine": [genuine.make], "outgoing": [outgoing.make]}.items():
        corpus = plain.Corpus()
        for make in makers:
            make(corpus)
        unused = set(corpus.rows) - {case["row"] for case in corpus.cases}
        if unused:
            raise SystemExit(f"{name}: promises without a case: {sorted(unused)}")
        for case in corpus.cases:
            second_opinion(case)
        made[name] = corpus
    ids = Counter(case["id"] for corpus in made.values() for case in corpus.cases)
    if twice := [i for i, times in ids.items() if times > 1]:
        raise SystemExit(f"ids used twice: {twice}")
    return made


def main():
    made = corpora()
    files = {f"{name}.json": text_of(corpus.cases) for name, corpus in made.items()}
    rows = [{"file": f"{name}.json", "row": row, "promise": promise} for name, corpus in made.items() for row, promise in corpus.rows.items()]
    files["rows.json"] = text_of(rows)
    for name, text in files.items():
        path = CORPUS / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif path.read_text(encoding="utf-8") != text:
            raise SystemExit(f"{name} is not what make_corpus.py makes; run it without --check")
    for name, corpus in made.items():
        print(f"{name}: {len(corpus.cases)} cases for {len(corpus.rows)} promises")


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    main()
