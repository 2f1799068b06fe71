//! `ffi/src`, the codes and the kinds of core -> `include/wxpay.h`, in the order of use.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use cbindgen::{Builder, Config, DocumentationStyle, Language, RenameRule, Style};

const HEADER: &str = "include/wxpay.h";

/// Types to declare, in one source.
struct Types {
    banner: &'static str,
    source: &'static str,
    names: &'static [&'static str],
    /// For an enum of core, what its variants are prefixed with.
    prefix: Option<&'static str>,
}

const TYPES: [Types; 3] = [
    Types {
        banner: "Fields, keys, results  字段、密钥、结果",
        source: "ffi/src/types.rs",
        names: &["wxp_api_key", "wxp_field", "wxp_flat", "wxp_verified", "wxp_where"],
        prefix: None,
    },
    Types { banner: "Result codes  结果代码", source: "core/src/error.rs", names: &["Code"], prefix: Some("wxp") },
    Types { banner: "Kinds of messages  报文种类", source: "core/src/kind/table.rs", names: &["Kind"], prefix: Some("wxp_kind") },
];

const FUNCTIONS: &str = "ffi/src/export.rs";

/// The function a banner stands above.
const BANNERS: [(&str, &str); 5] = [
    ("wxp_encode_signed", "Documents  报文"),
    ("wxp_expect", "What was read  读出的内容"),
    ("wxp_mini_program", "The payer's side  付款端"),
    ("wxp_sign", "Lists without XML  只处理字段"),
    ("wxp_code_name", "Texts and version  文字与版本"),
];

/// Makes the header.
pub(crate) fn write(root: &Path) -> Result<()> {
    let path = root.join(HEADER);
    fs::write(&path, text(root)?).with_context(|| format!("cannot write {}", path.display()))
}

/// Fails when the committed header is not what [`write()`] would make.
pub(crate) fn check(root: &Path) -> Result<()> {
    let committed = fs::read_to_string(root.join(HEADER)).with_context(|| format!("cannot read {HEADER}"))?;
    ensure!(committed == text(root)?, "{HEADER} is stale: run cargo xtask header");
    Ok(())
}

fn text(root: &Path) -> Result<String> {
    let mut out = String::from("/*\n");
    let example = fs::read_to_string(root.join("ffi/header/example.c"))?;
    let contract = fs::read_to_string(root.join("ffi/header/contract.txt"))?;
    for line in contract.lines().map(str::to_string).chain(example.lines().map(|line| format!("    {line}"))) {
        out += format!(" * {line}").trim_end();
        out.push('\n');
    }
    out += " */\n#ifndef WXPAY_H\n#define WXPAY_H\n\n#include <stddef.h>\n#include <stdint.h>\n\n";
    out += "#ifdef __cplusplus\nextern \"C\" {\n#endif\n";
    for types in &TYPES {
        out += &banner(types.banner);
        out += &declarations(root, types.source, types.names, types.prefix)?.replace("enum wxp {", "enum wxp_code {");
    }
    for declaration in declarations(root, FUNCTIONS, &[], None)?.trim_end().split("\n\n") {
        let begins = |name: &str| declaration.lines().any(|line| !line.starts_with("//") && line.contains(&format!("{name}(")));
        out += &BANNERS.iter().find(|(name, _)| begins(name)).map_or_else(|| "\n".to_string(), |(_, title)| banner(title));
        out += declaration;
        out.push('\n');
    }
    out += "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
    Ok(out)
}

fn banner(title: &str) -> String {
    let rule = "=".repeat(100);
    format!("\n/* {rule}\n * {title}\n * {rule} */\n\n")
}

fn declarations(root: &Path, source: &str, types: &[&str], prefix: Option<&str>) -> Result<String> {
    let mut config = Config {
        language: Language::C,
        no_includes: true,
        usize_is_size_t: true,
        documentation_style: DocumentationStyle::C99,
        ..Config::default()
    };
    config.export.include = types.iter().map(|name| (*name).to_string()).collect();
    if let Some(prefix) = prefix {
        config.style = Style::Tag;
        config.enumeration.rename_variants = RenameRule::QualifiedScreamingSnakeCase;
        config.export.rename = types.iter().map(|name| ((*name).to_string(), prefix.to_string())).collect();
    }
    // Rust stores the enums of core in one or two bytes; in C they are plain enums, only ever passed as integers.
    let rust = fs::read_to_string(root.join(source)).with_context(|| format!("cannot read {source}"))?;
    let plain = tempfile::NamedTempFile::with_suffix(".rs")?;
    fs::write(plain.path(), rust.replace("#[repr(u8)]", "#[repr(C)]").replace("#[repr(u16)]", "#[repr(C)]"))?;
    let bindings = Builder::new().with_config(config).with_src(plain.path()).generate();
    let mut made = Vec::new();
    bindings.with_context(|| source.to_string())?.write(&mut made);
    Ok(String::from_utf8(made)?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_header_is_fresh() {
        super::check(crate::root()).unwrap();
    }
}
