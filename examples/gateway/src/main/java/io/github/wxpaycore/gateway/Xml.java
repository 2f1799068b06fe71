package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The flat messages of WeChat Pay: one root called xml, one element for each field, text in each. */
final class Xml {
    /** Numbers that are written bare. WeChat is not consistent here either: others stand in CDATA. */
    private static final Set<String> BARE = Set.of("total_fee", "settlement_total_fee", "coupon_count", "coupon_fee_0");

    private Xml() {
    }

    /**
     * Reads a message, fields in the order of the document.
     *
     * @throws CharacterCodingException if it is not UTF-8
     * @throws SAXException if it is not such a message; a DOCTYPE, an attribute or a field that comes twice is refused
     */
    static Map<String, String> read(byte[] message) throws CharacterCodingException, SAXException {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
        Flat flat = new Flat();
        try {
            parser().parse(new InputSource(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text)), flat);
        } catch (IOException | ParserConfigurationException e) {
            throw new SAXException(e);
        }
        return flat.fields;
    }

    /** Writes a message as WeChat does: text in CDATA, some numbers bare, empty fields as empty CDATA. */
    static String write(Map<String, String> fields) {
        StringBuilder xml = new StringBuilder("<xml>");
        fields.forEach((name, value) -> xml.append('<').append(name).append('>')
                .append(BARE.contains(name) ? value : cdata(value))
                .append("</").append(name).append('>'));
        return xml.append("</xml>").toString();
    }

    /** CDATA can hold neither its own end nor a carriage return: both are cut out and written around it. */
    private static String cdata(String value) {
        return "<![CDATA["
                + value.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
                + "]]>";
    }

    private static SAXParser parser() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        return parser;
    }

    private static final class Flat extends DefaultHandler {
        final Map<String, String> fields = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();
        private int depth;

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) throws SAXException {
            depth++;
            refuseIf(depth == 1 && !name.equals("xml"), "the root must be xml");
            refuseIf(depth > 2, "an element inside a field");
            refuseIf(attributes.getLength() > 0, "an attribute");
            text.setLength(0);
        }

        @Override
        public void characters(char[] chars, int start, int length) throws SAXException {
            if (depth == 2) {
                text.append(chars, start, length);
            } else {
                refuseIf(!new String(chars, start, length).isBlank(), "text between fields");
            }
        }

        @Override
        public void endElement(String uri, String local, String name) throws SAXException {
            if (depth == 2) {
                refuseIf(fields.put(name, text.toString()) != null, "a field that comes twice");
            }
            depth--;
        }

        private static void refuseIf(boolean bad, String what) throws SAXException {
            if (bad) {
                throw new SAXException(what);
            }
        }
    }
}
