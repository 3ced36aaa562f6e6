//! The processes of a browser, as Linux tells them.

use std::{collections::HashMap, fs};

use anyhow::Result;

/// All processes that descend from this one, but not itself.
pub(super) fn below(ancestor: u32) -> Result<Vec<String>> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // A process that has just ended has no parent any more.
        let Some(parent) = fs::read_to_string(entry.path().join("stat")).ok().and_then(|stat| parent(&stat))
        else {
            continue;
        };
        children.entry(parent).or_default().push(process);
    }
    let mut found = vec![];
    let mut unseen = vec![ancestor];
    while let Some(process) = unseen.pop() {
        for child in children.remove(&process).unwrap_or_default() {
            found.push(child.to_string());
            unseen.push(child);
        }
    }
    Ok(found)
}

/// The fourth field, after a name in brackets that may hold anything.
fn parent(stat: &str) -> Option<u32> {
    stat.rsplit_once(") ")?.1.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_found_behind_any_name() {
        assert_eq!(parent("12 (a) b (c)) S 7 12 12 0"), Some(7));
        assert_eq!(parent("nonsense"), None);
    }

    #[test]
    fn a_child_of_this_process_is_below_it() {
        let mut child = std::process::Command::new("sleep").arg("30").spawn().unwrap();
        let below = below(std::process::id()).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(below.contains(&child.id().to_string()));
    }
}
