//! The enums and unions of Java and TypeScript.

use std::fmt::Write as _;

use anyhow::Result;

use super::{Kind, constant};

pub(super) fn java(kinds: &[Kind]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\npackage io.github.wxpaycore;\n")?;
    writeln!(o, "/** What a message is about. The caller says which kind it expects; the message is never asked. */\npublic enum Kind {{")?;
    writeln!(
        o,
        "    /** Any signed message this library has no data for. Weaker: signature, duplicates and client-side readings only. */"
    )?;
    write!(o, "    UNLISTED(0)")?;
    for kind in kinds {
        write!(o, ",\n    /** {}: {} ({}). */\n    {}({})", kind.name, kind.en, kind.zh, constant(&kind.ident), kind.number)?;
    }
    writeln!(o, ";\n\n    private final int number;\n\n    Kind(int number) {{\n        this.number = number;\n    }}\n")?;
    writeln!(
        o,
        "    /** The number that crosses the border; never reused. */\n    public int number() {{\n        return number;\n    }}\n}}"
    )?;
    Ok(out)
}

pub(super) fn javascript(kinds: &[Kind]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\n")?;
    writeln!(o, "/** The numbers that cross the border; never reused. */\nexport const KINDS = {{\n  __proto__: null,\n  unlisted: 0,")?;
    for kind in kinds {
        writeln!(o, "  {}: {},", kind.name, kind.number)?;
    }
    writeln!(o, "}};")?;
    Ok(out)
}

pub(super) fn typescript(kinds: &[Kind]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\n")?;
    writeln!(o, "/**\n * What a message is about. The caller says which kind it expects; the message is never asked.")?;
    writeln!(o, " * 报文的种类，由调用方指定，绝不由报文决定。\n *")?;
    writeln!(
        o,
        " * - `unlisted`: any signed message this library has no data for. Weaker: signature, duplicates and client-side readings"
    )?;
    writeln!(o, " *   only. 未收录的报文，校验较弱。")?;
    for kind in kinds {
        writeln!(o, " * - `{}`: {}. {}。", kind.name, kind.en, kind.zh)?;
    }
    write!(o, " */\nexport type Kind =\n  | 'unlisted'")?;
    for kind in kinds {
        write!(o, "\n  | '{}'", kind.name)?;
    }
    writeln!(o, ";")?;
    Ok(out)
}
