//! Every chore of the project is a subcommand.

mod kinds;

use std::fs;
use std::path::Path;

use anyhow::Result;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lives in the workspace");
    for (path, text) in kinds::files(root)? {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
