//! Messages in lines: broken where a reader would break them, never changed. What is put between the lines is nothing but
//! the line break; tags are dimmed, so that the values stand out.

use console::{measure_text_width, style};

/// Where in an XML text a character stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Tag,
    CData,
}

/// Remembers from line to line what kind of text it is in.
pub(super) struct Paint {
    xml: bool,
    place: Place,
}

const MASKED_KEY: &str = "&key=********";

impl Paint {
    /// The text in painted lines of at most `width` columns.
    pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
        let xml = text.starts_with('<');
        let mut paint = Self { xml, place: Place::Text };
        let lines = fill(&pieces(text), width);
        lines.iter().map(|line| paint.line(line)).collect()
    }

    fn line(&mut self, line: &str) -> String {
        if !self.xml {
            let Some(string) = line.strip_suffix(MASKED_KEY) else { return line.to_string() };
            return format!("{string}{}", style(MASKED_KEY).yellow());
        }
        let (mut painted, mut rest) = (String::new(), line);
        while !rest.is_empty() {
            let (end, next) = self.run(rest);
            let (part, after) = rest.split_at(end);
            painted += &if self.place == Place::Tag { style(part).dim().to_string() } else { part.to_string() };
            (rest, self.place) = (after, next);
        }
        painted
    }

    /// Where the present kind of text ends in `rest`, and what comes then.
    fn run(&mut self, rest: &str) -> (usize, Place) {
        const CDATA: &str = "<![CDATA[";
        match self.place {
            Place::Text => (rest.find('<').unwrap_or(rest.len()), Place::Tag),
            Place::CData => (rest.find("]]>").unwrap_or(rest.len()), if rest.contains("]]>") { Place::Tag } else { Place::CData }),
            Place::Tag if rest.starts_with(CDATA) => (CDATA.len(), Place::CData),
            Place::Tag => match rest.find('>') {
                Some(end) => (end + 1, Place::Text),
                None => (rest.len(), Place::Tag),
            },
        }
    }
}

/// XML after each closing tag, the signed string before each `&`, JSON after each comma, sentences and addresses at blanks
/// and before `&`.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if text.starts_with('<') {
            match rest.strip_prefix("<xml>") {
                Some(_) => 5,
                None => rest.find("</").and_then(|at| Some(at + rest[at..].find('>')? + 1)).unwrap_or(rest.len()),
            }
        } else if text.ends_with(MASKED_KEY) {
            rest[1..].find('&').map_or(rest.len(), |at| at + 1)
        } else if text.starts_with('{') {
            rest.find(',').map_or(rest.len(), |at| at + 1)
        } else {
            let blank = rest.find(' ').map_or(rest.len(), |at| at + 1);
            rest[..blank].char_indices().skip(1).find(|(_, c)| *c == '&').map_or(blank, |(at, _)| at)
        };
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn fill(pieces: &[&str], width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in pieces {
        let wide = measure_text_width(piece);
        if used > 0 && used + wide > width {
            lines.push(String::new());
            used = 0;
        }
        for c in piece.chars() {
            let wide = measure_text_width(c.encode_utf8(&mut [0; 4]));
            if used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is a line").push(c);
            used += wide;
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}
