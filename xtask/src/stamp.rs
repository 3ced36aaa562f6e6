//! Tells whether anything that goes into a product has changed since it was made, by content.
//!
//! cargo knows this for what it compiles. This is for the steps after cargo, which would otherwise be done each time.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::problem::{Doing, Outcome};

/// A number that differs when any of the files differs, or one appears or goes. Missing files are fine.
pub fn of(root: &Path, names: &[&str], also: impl Hash) -> Outcome<String> {
    let mut files = Vec::new();
    for name in names {
        collect(&root.join(name), &mut files)?;
    }
    files.sort();
    // Its answers may change with another Rust; then something is made once too often.
    let mut hasher = DefaultHasher::new();
    also.hash(&mut hasher);
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).doing(format_args!("read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_dir() {
        for entry in fs::read_dir(path).doing(format_args!("list {}", path.display()))? {
            collect(&entry.doing(format_args!("list {}", path.display()))?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_changes_with_content_and_names_and_with_nothing_else() {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("src/deep")).unwrap();
        fs::write(root.join("src/deep/a.rs"), "one").unwrap();
        let stamp = || of(&root, &["src", "missing.toml"], 1).unwrap();
        let first = stamp();
        fs::write(root.join("elsewhere"), "").unwrap();
        assert_eq!(stamp(), first);
        fs::write(root.join("src/deep/a.rs"), "two").unwrap();
        assert_ne!(stamp(), first);
        fs::write(root.join("src/deep/a.rs"), "one").unwrap();
        assert_eq!(stamp(), first);
        fs::write(root.join("src/b.rs"), "").unwrap();
        assert_ne!(stamp(), first);
        fs::remove_dir_all(&root).unwrap();
    }
}
