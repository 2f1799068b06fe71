//! `core/src/error.rs` -> `Code.java` and `codes.js`: numbers, names and sentences as core gives them, the comments as they
//! are written.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use wxpay_core::Code;

pub(super) fn java(source: &str) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/src/error.rs; edit that.\npackage io.github.wxpaycore;\n")?;
    writeln!(o, "/** What can be wrong. The numbers are the same in all languages and never reused. */\npublic enum Code {{")?;
    let mut constants = Vec::new();
    for code in Code::ALL {
        let (comment, name, number, sentence) = (comment(source, *code)?, code.name(), code.number(), code.sentence());
        constants.push(format!("    /** {comment} */\n    {name}({number}, {sentence:?})"));
    }
    writeln!(o, "{};", constants.join(",\n"))?;
    o.push_str(MEMBERS);
    Ok(out)
}

pub(super) fn javascript() -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/src/error.rs; edit that.\n")?;
    writeln!(
        o,
        "/** What can be wrong, by the numbers that cross the border; never reused. */\nexport const CODES = {{\n  __proto__: null,"
    )?;
    for code in Code::ALL {
        writeln!(o, "  {}: '{}',", code.number(), code.name())?;
    }
    writeln!(o, "}};")?;
    Ok(out)
}

/// What is written above a code, in the spelling of javadoc.
fn comment(source: &str, code: Code) -> Result<String> {
    let ends = format!(" = {},", code.number());
    let before = source.lines().zip(source.lines().skip(1)).find(|(_, variant)| variant.ends_with(&ends));
    let comment = before.and_then(|(comment, _)| comment.trim().strip_prefix("/// "));
    let mut parts = comment.with_context(|| format!("{} has no comment", code.name()))?.split('`');
    let mut out = parts.next().unwrap_or_default().to_string();
    while let (Some(program), Some(text)) = (parts.next(), parts.next()) {
        write!(out, "{{@code {program}}}{text}")?;
    }
    Ok(out)
}

const MEMBERS: &str = "
    private final int number;
    private final String sentence;

    Code(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /** The number that crosses borders. */
    public int number() {
        return number;
    }

    /** One plain sentence, the same for every input that gets this code. */
    public String sentence() {
        return sentence;
    }

    static Code of(int number) {
        for (Code code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return INTERNAL;
    }
}
";
