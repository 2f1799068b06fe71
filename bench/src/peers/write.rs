//! quick-xml's Writer. It checks nothing: names, forbidden characters and duplicates pass. Quotes need no escaping in
//! text, so they get none, as with us.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

/// Writes a document into a buffer that is used again and again.
///
/// # Errors
/// None over memory; the Writer's signature has one.
pub fn write(fields: &[(&str, &str)], buffer: &mut Vec<u8>) -> std::io::Result<()> {
    buffer.clear();
    let mut writer = Writer::new(buffer);
    writer.write_event(Event::Start(BytesStart::new("xml")))?;
    for &(name, value) in fields {
        writer.write_event(Event::Start(BytesStart::new(name)))?;
        writer.write_event(Event::Text(BytesText::from_escaped(partial_escape(value))))?;
        writer.write_event(Event::End(BytesEnd::new(name)))?;
    }
    writer.write_event(Event::End(BytesEnd::new("xml")))
}
