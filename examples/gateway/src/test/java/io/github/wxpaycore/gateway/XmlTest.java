package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

class XmlTest {
    @Test
    void readsTextCdataAndReferences() throws Exception {
        Map<String, String> fields = Xml.read("""
                \uFEFF<?xml version="1.0"?><xml>
                  <b>1 &lt; 2 &#x4e2d;</b> <a><![CDATA[<x> & ]]]]><![CDATA[>]]></a><!-- no field --><c/>
                </xml>""".getBytes(UTF_8));
        assertEquals(Map.of("b", "1 < 2 中", "a", "<x> & ]]>", "c", ""), fields);
        assertEquals(List.of("b", "a", "c"), List.copyOf(fields.keySet()));
    }

    @Test
    void writesWhatItReads() throws Exception {
        Map<String, String> fields = new TreeMap<>(Map.of("attach", "", "total_fee", "100", "cash_fee", "90",
                "body", "a]]>b\r\n\r]] > & <茶> 🍵"));
        String xml = Xml.write(fields);
        assertEquals("<xml><attach><![CDATA[]]></attach>", xml.substring(0, 34));
        assertEquals(fields, Xml.read(xml.getBytes(UTF_8)));
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThrows(CharacterCodingException.class, () -> Xml.read("<xml><a>\u4e2d</a></xml>".getBytes("GBK")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x", "<xml>", "<xml><a>1</a>", "<xml/><xml/>", "<root><a>1</a></root>",
        "<xml><a>1</a><a>1</a></xml>", "<xml><a><b>1</b></a></xml>", "<xml><a x='1'>1</a></xml>", "<xml>text</xml>",
        "<!DOCTYPE xml><xml><a>1</a></xml>",
        "<!DOCTYPE xml [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><a>&e;</a></xml>", "<xml><a>&e;</a></xml>"})
    void refuses(String document) {
        assertThrows(SAXException.class, () -> Xml.read(document.getBytes(UTF_8)));
    }

    @Test
    void refusesDeepNestingAtOnce() {
        assertThrows(SAXException.class, () -> Xml.read(("<xml>" + "<a>".repeat(20_000)).getBytes(UTF_8)));
    }
}
