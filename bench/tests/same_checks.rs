//! Hardened quick-xml refuses what our reader refuses and reads the same from the rest: every document of the corpus,
//! except odd XML declarations, which quick-xml tolerates and no measured document has.

use serde_json::Value;
use wxpay_bench::peers;
use wxpay_core::decode_unverified;

#[test]
fn the_peer_checks_what_we_check() {
    let mut flat = String::new();
    let (mut read, mut refused) = (0, 0);
    for file in ["genuine", "hostile"] {
        let path = format!("{}/../tests/corpus/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for case in &cases {
            let Some(xml) = case["xml"].as_str().filter(|xml| !xml.contains("<?xml")) else {
                continue;
            };
            match (peers::read(xml.as_bytes(), &mut flat), decode_unverified(xml.as_bytes())) {
                (Ok(count), Ok(ours)) => {
                    assert_eq!((flat.as_str(), count), (ours.as_str(), ours.len()), "{}", case["id"]);
                    read += 1;
                }
                (Err(_), Err(_)) => refused += 1,
                (theirs, ours) => panic!("{}: peer {theirs:?}, we {ours:?}", case["id"]),
            }
        }
    }
    assert!(read > 300 && refused > 100, "{read} read, {refused} refused");
}
