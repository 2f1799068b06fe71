"""Hostile documents: everything that is decided before the signature is looked at. One group per promise."""
from plain import BOTH, FAILED, HMAC, NOTICE, SECRET, document, having, key, marked, place, repeated, signed

XMLS = 64 * 1024  # the longest document


def within(markup):
    """A genuine notice whose `attach` is spelled by hand; the signature holds for the text `x`."""
    return document(signed([("attach", "x", markup), *NOTICE]))


def first_invalid(data):
    try:
        return data.decode() and None
    except UnicodeDecodeError as error:
        return error.start


def make(c):
    doctype(c)
    references(c)
    characters(c)
    declaration(c)
    wellformed(c)
    structure(c)
    limits(c)


def doctype(c):
    c.row("doctype", "A document type declaration is refused at `<!D`, unread; the same letters inside CDATA or a comment are text")
    body = document(signed(NOTICE))
    for name, text in {
        "plain": f"¦<!DOCTYPE xml>{body}",
        "mixed-case": f"¦<!Doctype xml>{body}",
        "letter-only": "¦<!D",
        "odd-rest": f"¦<!D8?{body}",
        "unterminated": f"¦<!DOCTYPE xml [ <!ENTITY a 'b'> {body}",
        "file": '¦<!DOCTYPE xml [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>' + within("&xxe;"),
        "parameter-entity": '¦<!DOCTYPE xml [<!ENTITY % d SYSTEM "http://127.0.0.1:9/x.dtd">%d;]>' + body,
        "laughs": '¦<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>' + within("&c;"),
        "system": '¦<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd">' + body,
        "public": '¦<!DOCTYPE xml PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd">' + body,
        "after-declaration": f'<?xml version="1.0" encoding="UTF-8"?>\n¦<!DOCTYPE xml>{body}',
        "after-comment": f"<!-- hello -->¦<!DOCTYPE xml>{body}",
        "after-bom": f"\ufeff¦<!DOCTYPE xml>{body}",
        "between-fields": "<xml><attach>x</attach>¦<!DOCTYPE xml></xml>",
        "in-field": "<xml><attach>x¦<!DOCTYPE xml></attach></xml>",
        "after-root": f"{body}¦<!DOCTYPE xml>",
    }.items():
        c.refused(name, text, "DOCTYPE")
    for name, text in {
        "small-d": f"<!doctype xml>{body}",
        "element-before-root": f"<!ELEMENT xml ANY>{body}",
        "entity-between-fields": '<xml><!ENTITY a "b"><attach>x</attach></xml>',
        "attlist-in-field": "<xml><attach><!ATTLIST xml a CDATA #IMPLIED></attach></xml>",
        "bang-only": "<!",
    }.items():
        c.refused(name, text, "SYNTAX")


def references(c):
    c.row("entity", "An entity other than lt, gt, amp, quot, apos is refused, by name")
    for name, entity in {"nbsp": "nbsp", "capitals": "LT", "mixed-case": "Amp", "copy": "copy", "xxe": "xxe", "longer": "amp2", "shorter": "am",
        "proto": "__proto__"}.items():
        c.refused(name, f"<xml><attach>a¦&{entity};</attach></xml>", "ENTITY", entity)
    c.refused("in-notice", within("¦&xxe;"), "ENTITY", "xxe")
    c.refused("in-sign", document([*NOTICE, ("sign", "", "¦&sign;")]), "ENTITY", "sign")

    c.row("charref", "A reference to a character that XML forbids, or one that is empty, signed or over-long, is refused")
    for name, reference in {
        "nul": "&#0;", "nul-hex": "&#x0;", "one": "&#1;", "backspace": "&#8;", "vertical-tab": "&#xB;", "form-feed": "&#12;", "shift-out": "&#14;",
        "unit-separator": "&#31;", "surrogate-first": "&#xD800;", "surrogate-decimal": "&#55357;", "surrogate-pair": "&#xD83D;&#xDE00;",
        "surrogate-last": "&#xDFFF;", "fffe": "&#xFFFE;", "ffff": "&#xffff;", "ffff-decimal": "&#65535;", "above": "&#x110000;",
        "above-decimal": "&#1114112;", "far-above": "&#xFFFFFF;", "eight-decimal": "&#10000000;", "eight-zeros": "&#00000065;",
        "seven-hex": "&#x0000041;", "seven-hex-value": "&#x1000041;", "wraps-32-bits": "&#4294967361;", "wraps-64-bits": "&#x10000000000000041;",
        "empty": "&#;", "empty-hex": "&#x;", "minus": "&#-65;", "plus": "&#+65;", "minus-hex": "&#x-41;",
    }.items():
        c.refused(name, f"<xml><attach>茶¦{reference}</attach></xml>", "CHAR")
    c.refused("many-zeros", repeated("0", 60000, "<xml><attach>&#", "65;</attach></xml>"), "CHAR")
    c.refused("in-notice", within("¦&#xFFFE;"), "CHAR")

    c.row("not-a-reference", "An `&` that begins no reference, and a wrong digit in one, is not well-formed")
    for name, text in {
        "space": "a & b", "alone": "&", "semicolon": "&;", "digit": "&1;", "no-semicolon": "&amp", "no-semicolon-more": "&amp b;", "query": "a=1&b=2",
        "charref-open": "&#65", "charref-letter": "&#6a;", "charref-hex-wrong": "&#x4G;", "charref-capital-x": "&#X41;", "charref-space": "&# 65;",
        "charref-inner-space": "&#6 5;", "doubled": "&&amp;", "full-width": "&＃65;",
    }.items():
        c.refused(name, f"<xml><attach>{text}</attach></xml>", "SYNTAX")


def characters(c):
    c.row("control", "NUL and the characters XML forbids are refused anywhere: text, CDATA, tags, comments, between fields")
    places = {
        "text": "<xml><attach>a¦{}</attach></xml>", "cdata": "<xml><attach><![CDATA[a¦{}]]></attach></xml>",
        "between": "<xml>¦{}<attach>a</attach></xml>",
        "comment": "<xml><!-- ¦{} --><attach>a</attach></xml>", "pi": "<xml><?a ¦{}?><attach>a</attach></xml>",
        "name": "<xml><att¦{}ach>a</attach></xml>",
        "tag": "<xml><attach ¦{}>a</attach></xml>", "end-tag": "<xml><attach>a</attach¦{}></xml>", "before-root": "¦{}<xml></xml>",
        "after-root": "<xml></xml>¦{}",
    }
    for name, text in places.items():
        c.refused(f"nul-{name}", text.format("\0"), "CHAR")
    for name, char in {"one": "\1", "vertical-tab": "\v", "form-feed": "\f", "escape": "\x1b", "unit-separator": "\x1f", "fffe": "\ufffe",
        "ffff": "\uffff"}.items():
        c.refused(f"{name}-text", places["text"].format(char), "CHAR")
    c.refused("ffff-cdata", places["cdata"].format("\uffff"), "CHAR")
    c.refused("vertical-tab-between", places["between"].format("\v"), "CHAR")
    c.refused("in-notice", within("¦\x1f"), "CHAR")

    c.row("utf8", "Bytes that are not UTF-8 are refused, with the offset of the first")
    for name, wrong in {
        "overlong-nul": b"\xc0\x80", "overlong-slash": b"\xc1\xaf", "overlong-3": b"\xe0\x80\xaf", "overlong-4": b"\xf0\x80\x80\xaf",
        "surrogate": b"\xed\xa0\xbd\xed\xb8\x80",
        "above": b"\xf4\x90\x80\x80", "f5": b"\xf5\x80\x80\x80", "ff": b"\xff", "continuation": b"\x80", "cut-2": b"\xc3", "cut-3": b"\xe8\x8c",
        "cut-4": b"\xf0\x9f\x98",
        "gbk": "微信支付".encode("gbk"), "latin-1": "é".encode("latin-1"), "big5": "測試".encode("big5"),
    }.items():
        before = "<xml><attach>茶".encode()
        whole = before + wrong + b"</attach></xml>"
        c.refused(name, whole, "UTF8", offset=first_invalid(whole))
    for name, document_bytes in {
        "in-comment": b"<xml><!-- \xff --></xml>", "in-name": b"<xml><a\xff>1</a\xff></xml>", "after-root": b"<xml></xml>\xff",
        "cut-at-end": b"<xml></xml>\xe8\x8c",
    }.items():
        c.refused(name, document_bytes, "UTF8")

    c.row("utf16", "UTF-16 and UTF-32 are refused: UTF8 where a byte order mark shows, CHAR where only the NULs do")
    for name, text, encoding, code in [
        ("le-bom", "\ufeff", "utf-16-le", "UTF8"), ("be-bom", "\ufeff", "utf-16-be", "UTF8"), ("32-le-bom", "\ufeff", "utf-32-le", "UTF8"),
        ("32-be-bom", "\ufeff", "utf-32-be", "UTF8"),
        ("le", "", "utf-16-le", "CHAR"), ("be", "", "utf-16-be", "CHAR"), ("32-le", "", "utf-32-le", "CHAR"), ("32-be", "", "utf-32-be", "CHAR"),
    ]:
        c.refused(name, (text + document(signed(NOTICE))).encode(encoding), code)

    c.row("bom", "One byte order mark is skipped at the very start; anywhere else it is a character of the text")
    c.refused("twice", "\ufeff\ufeff<xml></xml>", "SYNTAX")
    c.refused("after-space", " \ufeff<xml></xml>", "SYNTAX")
    c.refused("between-fields", "<xml>¦\ufeff<attach>a</attach></xml>", "STRUCTURE")
    c.refused("only", "\ufeff", "SYNTAX")
    c.verified("in-sign", document([*NOTICE, ("sign", "", "\ufeff" + signed(NOTICE)[-1][1])]), place("SIGN_FORMAT"))


def declaration(c):
    c.row("encoding", "A declaration that names an encoding other than UTF-8 is refused; nothing is transcoded")
    for encoding in ["GBK", "GB18030", "UTF-16", "ISO-8859-1", "US-ASCII", "utf-7", "UTF", "UTF-88", "UTF_8"]:
        c.refused(encoding.lower(), f'<?xml version="1.0" encoding="{encoding}"?><xml></xml>', "ENCODING")
    for name, text in {"empty": '""', "digit": '"8-UTF"', "space": '" UTF-8"', "no-quotes": "UTF-8", "mixed-quotes": "\"UTF-8'", "chinese": '"编码"',
        "none": ""}.items():
        c.refused(f"malformed-{name}", f'<?xml version="1.0" encoding={text}?><xml></xml>', "SYNTAX")

    c.row("declaration", "A declaration with a version other than 1.0, or malformed, or not at the very start, is refused")
    for name, text in {
        "1.1": '<?xml version="1.1"?>', "2.0": '<?xml version="2.0"?>', "1": '<?xml version="1"?>', "1.00": '<?xml version="1.00"?>',
        "empty": '<?xml version=""?>',
        "space": '<?xml version=" 1.0"?>', "none": "<?xml?>", "only-encoding": '<?xml encoding="UTF-8"?>',
        "order": '<?xml encoding="UTF-8" version="1.0"?>',
        "no-space": '<?xml version="1.0"encoding="UTF-8"?>', "standalone": '<?xml version="1.0" standalone="maybe"?>',
        "standalone-first": '<?xml version="1.0" standalone="yes" encoding="UTF-8"?>', "extra": '<?xml version="1.0" a="b"?>',
        "twice": '<?xml version="1.0"?><?xml version="1.0"?>',
        "capitals": '<?XML version="1.0"?>', "after-space": ' <?xml version="1.0"?>', "after-comment": '<!-- a --><?xml version="1.0"?>',
        "unterminated": '<?xml version="1.0">',
        "cut": '<?xml version="1.0"', "tag": '<?xml version="1.0"?',
    }.items():
        c.refused(name, text + "<xml></xml>", "SYNTAX")
    c.refused("between-fields", '<xml><?xml version="1.0"?><attach>a</attach></xml>', "SYNTAX")
    c.refused("after-root", '<xml></xml><?xml version="1.0"?>', "SYNTAX")


def wellformed(c):
    c.row("unclosed", "Unclosed, crossed, empty and doubled documents, and text outside the root, are not well-formed")
    for name, text in {
        "empty": "", "space": " \n\t", "text": "SUCCESS", "json": '{"return_code":"SUCCESS"}', "less-than": "<", "root-open": "<xml>",
        "root-half": "<xml", "field-open": "<xml><attach>a</xml>",
        "crossed": "<xml><attach>a</body></xml></attach>", "end-only": "</xml>", "end-wrong-case": "<xml></XML>",
        "field-wrong-case": "<xml><attach>a</Attach></xml>",
        "end-longer": "<xml><attach>a</attach1></xml>", "end-shorter": "<xml><attach>a</attac></xml>", "two-roots": "<xml></xml><xml></xml>",
        "two-empty-roots": "<xml/><xml/>",
        "text-before": "a<xml></xml>", "text-after": "<xml></xml>a", "cdata-end-after": "<xml></xml>]]>", "reference-before": "&lt;<xml></xml>",
        "reference-after": "<xml></xml>&#10;",
        "cdata-before": "<![CDATA[]]><xml></xml>", "cdata-after": "<xml></xml><![CDATA[ ]]>", "field-after": "<xml></xml><sign>a</sign>",
        "no-root": "<!-- a -->", "end-end": "<xml></xml></xml>",
    }.items():
        c.refused(name, text, "SYNTAX")
    notice = document(signed(NOTICE))
    for name, text in {"notice-twice": notice + notice, "notice-and-text": notice + "OK", "notice-in-text": "xml=" + notice,
        "notice-no-end": notice[:-1]}.items():
        c.refused(name, text, "SYNTAX")

    c.row("cut", "A body cut at any byte is never accepted")
    coupons = having(NOTICE, attach="茶 & 点心", coupon_count="1", coupon_fee="1", coupon_fee_0="1", coupon_id_0="10000", coupon_type_0="CASH")
    mixed = [*coupons[:3], ("body", "a<b", "a&lt;<!-- -->b"[:5] + "<![CDATA[b]]>"), "<!-- -->\n", *coupons[3:]]
    for name, parts, use in [("notice", coupons, "md5"), ("mixed", mixed, "md5"), ("hmac", FAILED, HMAC)]:
        head = '<?xml version="1.0" encoding="UTF-8"?>\n' if name == "mixed" else ""
        text = head + document(signed(parts, use), between="\n")
        c.add(name, "decode_verified", {"codes": ["SYNTAX", "UTF8"]}, kind="pay_notice", key=key(use), xml_cut=text)
        c.add(f"{name}-unverified", "decode_unverified", {"codes": ["SYNTAX", "UTF8"]}, xml_cut=text)

    c.row("malformed", "Malformed tags, attributes, comments, processing instructions and CDATA are not well-formed")
    for name, inside in {
        "name-digit": "<1a>1</1a>", "name-dash": "<-a>1</-a>", "name-dot": "<.a>1</.a>", "name-dollar": "<a$>1</a$>", "name-slash": "<a/b>1</a/b>",
        "space-first": "< a>1</a>",
        "nothing": "<>1</>", "end-space-first": "<a>1</ a>", "end-attribute": '<a>1</a b="c">', "empty-space": "<a/ >", "empty-end": "<a>1</a/>",
        "lt-in-tag": "<a<b>1</a>",
        "attribute-no-value": "<a b>1</a>", "attribute-no-text": "<a b=>1</a>", "attribute-no-quotes": "<a b=c>1</a>",
        "attribute-empty-name": '<a ="c">1</a>', "attribute-open": '<a b="c>1</a>',
        "quote-in-tag": '<a "b">1</a>', "cdata-end-in-text": "<a>1]]>2</a>", "cdata-end-alone": "<a>]]></a>", "cdata-small": "<a><![cdata[1]]></a>",
        "cdata-space": "<a><![CDATA [1]]></a>",
        "cdata-half": "<a><![CDATA1]]></a>", "cdata-open": "<a><![CDATA[1]]</a>", "cdata-nested": "<a><![CDATA[<![CDATA[1]]>]]></a>",
        "comment-dashes": "<!-- a -- b --><a>1</a>",
        "comment-three": "<!-- a ---><a>1</a>", "comment-short": "<!---><a>1</a>", "comment-open": "<!-- a <a>1</a>",
        "comment-half": "<!- a -><a>1</a>", "pi-empty": "<??><a>1</a>",
        "pi-space": "<? a?><a>1</a>", "pi-digit": "<?1a?><a>1</a>", "pi-colon": "<?a:b c?><a>1</a>", "pi-xml": "<?XmL a?><a>1</a>",
        "pi-open": "<?a b><a>1</a>", "pi-glued": "<?a/b?><a>1</a>",
        "bang-space": "<! -- a --><a>1</a>",
    }.items():
        c.refused(name, f"<xml>{inside}</xml>", "SYNTAX")


def structure(c):
    c.row("child", "An element inside a field is refused; the flat reader knows no nesting")
    for name, text in {
        "empty": "<xml><attach>¦<b/></attach></xml>", "after-text": "<xml><attach>a¦<b>1</b></attach></xml>",
        "after-cdata": "<xml><attach><![CDATA[a]]>¦<b>1</b></attach></xml>",
        "same-name": "<xml><attach>¦<attach>a</attach></attach></xml>", "root-name": "<xml>" "<xml>¦<appid>a</appid></xml></xml>",
        "sign": "<xml><attach>¦<sign>a</sign></attach></xml>",
    }.items():
        c.refused(name, text, "STRUCTURE")
    c.refused("deep", repeated("<a>", 20000, "<xml>"), "STRUCTURE")
    c.refused("notice-in-notice", document([("attach", "", "¦" + document(signed(NOTICE))), *signed(NOTICE)]), "STRUCTURE")

    c.row("attribute", "An attribute anywhere is refused, at its name")
    for name, text in {
        "root": '<xml ¦a="1"><attach>a</attach></xml>', "field": '<xml><attach ¦type="text">a</attach></xml>',
        "single-quotes": "<xml><attach ¦a='1'>a</attach></xml>",
        "empty-element": '<xml><attach ¦a=""/></xml>', "namespace": '<xml ¦xmlns="http://example.com/"><attach>a</attach></xml>',
        "prefix": '<xml ¦xmlns:a="b"></xml>',
        "spaces": '<xml><attach \n ¦a = "1" >a</attach></xml>', "sign": '<xml><sign ¦a="1">a</sign></xml>',
        "xml-space": '<xml ¦xml:space="preserve"></xml>',
    }.items():
        c.refused(name, text, "STRUCTURE")
    parts = signed(NOTICE)
    c.refused("notice", document(parts).replace("<total_fee>", '<total_fee ¦currency="CNY">'), "STRUCTURE")

    c.row("between", "Text, CDATA (empty too) and references between fields are refused, at the first byte")
    for name, text in {
        "text": "a", "chinese": "茶", "cdata": "<![CDATA[a]]>", "cdata-empty": "<![CDATA[]]>", "cdata-space": "<![CDATA[ ]]>", "reference": "&#32;",
        "newline-reference": "&#10;", "entity": "&lt;",
        "no-break-space": "\xa0", "ideographic-space": "\u3000", "next-line": "\x85", "line-separator": "\u2028", "zero-width": "\u200b",
        "delete": "\x7f", "quote": '"', "greater": ">",
    }.items():
        c.refused(name, f"<xml><attach>a</attach> ¦{text}<body>b</body></xml>", "STRUCTURE")
    c.refused("first", "<xml>¦a<attach>a</attach></xml>", "STRUCTURE")
    c.refused("last", "<xml><attach>a</attach>¦a</xml>", "STRUCTURE")
    c.refused("only", "<xml>¦a</xml>", "STRUCTURE")
    c.refused("notice", document(["¦&#32;", *signed(NOTICE)]), "STRUCTURE")

    c.row("name", "An element name with a colon or a non-ASCII letter is refused")
    for name, element in {"colon": "a:b", "colon-first": ":a", "colon-last": "a:", "prefix-sign": "x:sign", "chinese": "金额", "accent": "é",
        "full-width": "ｓign", "cyrillic": "аppid", "mixed": "sign签"}.items():
        c.refused(name, f"<xml><{element}>1</{element}></xml>", "NAME")
    c.refused("notice", document([*signed(NOTICE), ("x:total_fee", "1")]), "NAME")

    c.row("inside", "A comment or processing instruction inside a field: refused when verifying, the text joined when reading unverified")
    for name, markup in {"comment": "x¦<!-- a -->", "comment-first": "¦<!-- a -->x", "comment-alone": "¦<!---->", "pi": "¦<?a b?>x",
        "pi-short": "x¦<?a?>", "after-cdata": "<![CDATA[x]]>¦<!-- -->"}.items():
        text, offset = marked(within(markup))
        c.verified(name, text, place("STRUCTURE", None, offset))
    parts = signed(NOTICE)
    text, offset = marked(document([*parts[:-1], ("sign", "", parts[-1][1][:8] + "¦<!-- -->" + parts[-1][1][8:])]))
    c.verified("sign", text, place("STRUCTURE", None, offset))

    c.row("root", "A root other than `xml` is refused; reading unverified also takes `root`")
    for name, root in {"capitals": "XML", "mixed-case": "Xml", "html": "html", "longer": "xmls", "shorter": "xm", "underscore": "_xml"}.items():
        c.refused(name, document(signed(NOTICE), root=root), "STRUCTURE")
    c.verified("root", document(signed(NOTICE), root="root"), place("STRUCTURE"))
    c.refused("none", document(signed(NOTICE))[5:-6], "STRUCTURE")

    c.row("duplicate", "The same field twice is refused, equal or not, empty or not, wherever the two stand")
    for name, parts in {
        "equal": [*NOTICE, NOTICE[12]], "different": [*NOTICE, ("total_fee", "1")], "first-other": [("total_fee", "1"), *NOTICE],
        "empty": [*NOTICE, ("total_fee", "")],
        "empty-first": [("total_fee", ""), *NOTICE], "next": [*NOTICE[:13], ("total_fee", "1"), *NOTICE[13:]],
    }.items():
        c.refused(name, document([*parts, signed(NOTICE)[-1]]), "DUPLICATE", "total_fee")
    c.refused("sign", document([*signed(NOTICE), signed(NOTICE)[-1]]), "DUPLICATE", "sign")
    c.refused("sign-empty", document([*signed(NOTICE), ("sign", "")]), "DUPLICATE", "sign")
    c.refused("unknown", document(signed(NOTICE) + [("zz", "1"), ("zz", "1")]), "DUPLICATE", "zz")
    c.refused("three", document(signed(NOTICE) + [("zz", "")] * 3), "DUPLICATE", "zz")
    c.refused("many", document([(f"f{i}", "1") for i in range(400)] + [("f7", "1")]), "DUPLICATE", "f7")

    c.row("key-element", "An element `key` is refused when verifying, whatever it holds")
    for name, parts in {"last": [*NOTICE, ("key", "a")], "first": [("key", "a"), *NOTICE], "empty": [*NOTICE, ("key", "")],
        "the-key": [*NOTICE, ("key", SECRET)]}.items():
        c.message(name, parts, "NAME", "key")
    c.message("unlisted", [*NOTICE, ("key", "a")], "NAME", "key", kind="unlisted")
    c.verified("hidden-suffix", document([("zz", "1"), ("key", SECRET), ("sign", "0" * 32)]), place("NAME", "key"), "unlisted", key(BOTH))


def limits(c):
    c.row("limit", "Documents over 64 KiB, more than 1024 elements and names over 64 bytes are refused")
    c.refused("document", repeated("a", XMLS - 17, "<xml><a>", "</a></xml>"), "SIZE")
    c.refused("document-space", repeated(" ", XMLS, "<xml>", "</xml>"), "SIZE")
    c.refused("document-after", repeated(" ", XMLS, "<xml></xml>"), "SIZE")
    c.refused("document-of-nothing", repeated("a", XMLS + 1), "SIZE")
    many = [(f"f{i:04}", "1") for i in range(1024)]
    c.refused("elements", document([*many, ("f1024", "1")]), "SIZE")
    c.verified("elements-sign", document(signed(many)), place("SIZE"), "unlisted")
    c.refused("elements-empty", repeated("<a/>", 1025, "<xml>", "</xml>"), "SIZE")
    c.refused("elements-same", repeated("<a>1</a>", 1025, "<xml>", "</xml>"), "SIZE")
    c.refused("name", document([("n" * 65, "1")]), "SIZE")
    c.refused("name-empty", f"<xml><{'n' * 65}/></xml>", "SIZE")
    c.refused("name-notice", document([*signed(NOTICE), ("n" * 65, "")]), "SIZE")

    c.row("bulk", "Documents built to be slow are refused like their small sisters, in linear time")
    for name, text, code in [
        ("attributes", repeated(' a=""', 12000, "<xml><b", "/></xml>"), "STRUCTURE"),
        ("attributes-80000", repeated(' a=""', 80000, "<xml><b", "/></xml>"), "SIZE"),
        ("attribute-value", repeated("a", 60000, '<xml><b a="', '"/></xml>'), "STRUCTURE"),
        ("name", repeated("a", 60000, "<xml><", "/></xml>"), "SIZE"),
        ("root-name", repeated("a", 60000, "<", "/>"), "SIZE"), ("dashes", repeated("-", 60000, "<xml><!--", "--></xml>"), "SYNTAX"),
        ("comment-open", repeated("- ", 30000, "<xml><!--"), "SYNTAX"),
        ("cdata-open", repeated("]", 60000, "<xml><a><![CDATA["), "SYNTAX"), ("cdata-many-open", repeated("<![CDATA[", 6000, "<xml><a>"), "SYNTAX"),
        ("pi-open", repeated("?", 60000, "<xml><?a "), "SYNTAX"),
        ("less-than", repeated("<", 60000), "SYNTAX"), ("ampersands", repeated("&", 60000, "<xml><a>", "</a></xml>"), "SYNTAX"),
        ("references-open", repeated("&#", 30000, "<xml><a>", "</a></xml>"), "SYNTAX"),
        ("brackets", repeated("]", 60000, "<xml><a>", ">"), "SYNTAX"), ("tags-open", repeated("<a>1", 10000, "<xml>"), "STRUCTURE"),
        ("spaces-in-tag", repeated(" ", 60000, "<xml><a", "b></a></xml>"), "SYNTAX"),
        ("comments", repeated("<!---->", 9000, "<xml>"), "SYNTAX"), ("entity-name", repeated("a", 60000, "<xml><a>&", "</a></xml>"), "SYNTAX"),
        ("same-element", repeated("<aa>1</aa>", 1000, "<xml>", "</xml>"), "DUPLICATE"),
    ]:
        c.refused(name, text, code)
