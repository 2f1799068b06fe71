"""Looks for secrets in what the suites printed.

    python3 tests/oracle/leaks.py [FILE or FOLDER ...]       (default: target/xtask and all surefire reports)

What may appear in no log, in small or capital letters, hexadecimal or base64:
- every secret of the corpus, current or previous, of 8 characters or more;
- every right signature that nobody sent: the one a verifier has to compute for a forged or damaged message, where the
  corpus does not show it as a result and the message does not carry it.
Left out are the log of `cargo fmt --check`, which shows lines of sources, and the one of this program. Every run first looks
into a log of its own with one of each in it and must find them.
"""
import base64
import json
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import check_xml
import plain

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "tests/corpus"


def cases():
    for name in ("vectors", "hostile", "genuine", "outgoing"):
        yield from json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))


def fields_of(case):
    """The signed list of a case that is verified; None where there is no readable one."""
    if case["verb"] == "verify":
        return plain.fields_of(case)
    if case["verb"] not in ("decode_verified", "expect") or "xml_cut" in case:
        return None
    try:
        return check_xml.read(plain.bytes_of(case))[0]
    except check_xml.expat.ExpatError:
        return None


def words():
    """(what it is, text) of everything that must not be seen."""
    secrets, computed, shown = set(), {}, set()
    for case in cases():
        key = case.get("key") or {"secret": "", "previous": None, "use": None}
        own = {secret for secret in (key["secret"], key["previous"]) if secret and 8 <= len(secret) <= 256}
        secrets |= own
        fields = fields_of(case)
        if fields is not None and len(dict(fields)) == len(fields):
            shown.add(dict(fields).get("sign", ""))
            for secret in own:
                for use in (plain.MD5, plain.HMAC):
                    computed[plain.signature(fields, use, secret)] = case["id"]
        shown.update(str(value) for value in json.dumps(case["want"]).split('"'))
    unsent = {sign: case for sign, case in computed.items() if sign not in shown}
    return [("secret", secret) for secret in sorted(secrets)] + [(f"right signature of {case}", sign) for sign, case in unsent.items()]


def spellings(word):
    raw = word.encode()
    yield from (word, word.lower(), word.upper(), raw.hex(), raw.hex().upper(), base64.b64encode(raw).decode().rstrip("="))


def found(paths, wanted):
    files = {file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.suffix in (".log", ".txt", ".xml")}
    logs = sorted(log for log in files if log.is_file() and log.name not in ("formatted.log", "secrets.log"))
    seen = []
    for log in logs:
        text = log.read_text(encoding="utf-8", errors="replace")
        seen += [f"{log}: {what}" for what, word in wanted if any(spelling in text for spelling in spellings(word))]
    return len(logs), seen


def would_be_found(wanted):
    kinds = {what.split(" ")[0]: (what, word) for what, word in wanted}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "planted.log"
        log.write_text("x" + "\n".join(word for _, word in kinds.values()), encoding="utf-8")
        return len(kinds) == 2 and len(found([log], list(kinds.values()))[1]) == 2


def main():
    paths = [Path(argument) for argument in sys.argv[1:]]
    paths = paths or [ROOT / "target/xtask", *ROOT.glob("*/target/surefire-reports"), *ROOT.glob("examples/*/target/surefire-reports")]
    wanted = words()
    if not would_be_found(wanted):
        raise SystemExit("the planted words were not found")
    logs, seen = found(paths, wanted)
    if not logs:
        raise SystemExit("no log of a suite is there: run the other suites first")
    secrets = sum(what == "secret" for what, _ in wanted)
    print(*seen, f"{logs} logs, {secrets} secrets and {len(wanted) - secrets} unsent signatures: {len(seen)} seen", sep="\n")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    sys.exit(main())
