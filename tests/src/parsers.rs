//! Other people's parsers on a flat document: the fields they see, or None.

use quick_xml::XmlVersion;
use quick_xml::events::Event;

/// Names and values in document order.
pub type Pairs = Vec<(String, String)>;

/// As roxmltree reads it. It leaves a CR before `&#10;` as it is, so line ends become LF before, as XML demands (2.11).
#[must_use]
pub fn by_roxmltree(xml: &str) -> Option<Pairs> {
    let xml = xml.replace("\r\n", "\n").replace('\r', "\n");
    let doc = roxmltree::Document::parse(&xml).ok()?;
    let text = |node: roxmltree::Node<'_, '_>| node.children().filter(|n| n.is_text()).filter_map(|n| n.text()).collect::<String>();
    Some(doc.root_element().children().filter(|n| n.is_element()).map(|n| (n.tag_name().name().to_owned(), text(n))).collect())
}

/// As quick-xml reads it.
#[must_use]
pub fn by_quick_xml(xml: &str) -> Option<Pairs> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let mut pairs = Pairs::new();
    let mut depth = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                depth += 1;
                if depth == 2 {
                    pairs.push((start.name().as_ref().to_owned(), String::new()));
                }
            }
            Event::Empty(start) if depth == 1 => pairs.push((start.name().as_ref().to_owned(), String::new())),
            Event::End(_) => depth -= 1,
            Event::Text(text) if depth == 2 => pairs.last_mut()?.1.push_str(&text.xml_content(XmlVersion::Explicit1_0)),
            Event::CData(text) if depth == 2 => pairs.last_mut()?.1.push_str(&text.xml_content(XmlVersion::Explicit1_0)),
            Event::GeneralRef(reference) if depth == 2 => {
                let c = match reference.resolve_char_ref().ok()? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_xml_entity(&reference)?.into(),
                };
                pairs.last_mut()?.1.push_str(&c);
            }
            Event::Eof => return (depth == 0).then_some(pairs),
            _ => {}
        }
    }
}
