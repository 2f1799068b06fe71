"""Holds every document of the corpus against expat and the slow reference.

    python3 tests/oracle/check_xml.py

- A document that must be accepted, or refused only for its fields or signature, is well-formed for expat too; its
  fields have the same text, and the reference reaches the same verdict over them.
- A document refused as SYNTAX, CHAR or UTF8 is refused by expat too, but for the few named below.
- A document refused as STRUCTURE that expat takes really has an attribute, a nesting or text between fields.
"""
import json
import sys
from pathlib import Path
from xml.parsers import expat

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import plain
import reference

CORPUS = Path(__file__).parent.parent / "corpus"
# What expat takes although the XML recommendation, or our stricter promise, does not.
EXPAT_TAKES = {
    "charref-": "the value is legal; refused for its number of digits",
    "malformed-pi-colon": "a colon in a target is a matter of namespaces",
    "declaration-": "expat does not compare the version with 1.0",
    "utf16-": "expat knows UTF-16",
    "check-order-version-encoding": "expat does not compare the version with 1.0",
}
BEFORE_FIELDS = {"SIZE", "UTF8", "SYNTAX", "DOCTYPE", "ENTITY", "ENCODING", "CHAR", "STRUCTURE"}


def read(document):
    """(fields, what is not flat about it) by expat; raises expat.ExpatError."""
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    path, fields, oddities = [], [], []

    def start(name, attributes):
        if not path and name != "xml":
            oddities.append("root" if name == "root" else "other root")
        if attributes:
            oddities.append("attribute")
        if len(path) == 2:
            oddities.append("child")
        path.append(name)
        if len(path) == 2:
            fields.append([name, ""])

    def text(data):
        if len(path) == 2:
            fields[-1][1] += data
        elif data.strip(" \t\r\n"):
            oddities.append("between")

    def aside(*_):
        if len(path) > 1:
            oddities.append("aside")

    def cdata():
        if len(path) == 1:
            oddities.append("between")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.CommentHandler = aside
    parser.ProcessingInstructionHandler = aside
    parser.StartCdataSectionHandler = cdata
    parser.Parse(document, True)
    return fields, oddities


def check(case):
    """What is wrong with a case, or None."""
    code, document = case["want"]["code"], plain.bytes_of(case)
    try:
        fields, oddities = read(document)
    except expat.ExpatError as error:
        return None if code in BEFORE_FIELDS or code == "NAME" else f"expat refuses it: {error}"
    if code in ("SYNTAX", "CHAR", "UTF8"):
        return None if any(case["id"].startswith(prefix) for prefix in EXPAT_TAKES) else "expat takes it"
    if code == "STRUCTURE":
        # References to white space between fields look like white space to expat.
        return None if oddities or case["row"] == "between" else "expat sees nothing but a flat message"
    if code in BEFORE_FIELDS or (code == "NAME" and case["want"].get("field") != "key"):
        return None
    if case["verb"] == "decode_unverified":
        doubled = len(dict(fields)) < len(fields)
        if set(oddities) - {"aside", "root"} or doubled != (code == "DUPLICATE"):
            return f"expat sees {oddities}, doubled: {doubled}"
        return None if code != "OK" else compare(fields, case)
    if oddities:
        return f"expat sees {oddities}"
    key, kind = case["key"], case["kind"]
    found, field = reference.verdict(fields, kind, key["use"], [key["secret"], key["previous"]])
    if case["verb"] == "expect":
        known = dict(plain.hashed(fields))
        known.setdefault("fee_type", "CNY")
        differs = [n for n, v in case["expected"] if known.get(n) != v]
        found, field = ("IDENTITY", differs[0]) if found == "OK" and differs else (found, field)
    if found != code or (field and case["want"].get("field", field) != field):
        return f"the reference says {found} {field}"
    return None if code != "OK" else compare(plain.hashed(fields), case)


def compare(fields, case):
    want = case["want"]
    if [list(f) for f in fields] != [[plain.full(n), plain.full(v)] for n, v in want["fields"]]:
        return "expat reads other fields"
    if want.get("succeeded") not in (None, case["verb"] != "decode_unverified" and reference.succeeded(case["kind"], fields)):
        return "the reference answers `succeeded` otherwise"
    return None


def main():
    cases = [case for name in ("vectors", "hostile", "genuine") for case in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))]
    cases = [case for case in cases if {"xml", "xml_base64", "xml_repeat"} & set(case)]
    wrong = [f"{case['id']} ({case['want']['code']}): {fault}" for case in cases if (fault := check(case))]
    print(*wrong, f"{len(cases)} documents, {len(wrong)} wrong; expat {expat.EXPAT_VERSION}", sep="\n")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main())
