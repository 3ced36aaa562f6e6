//! Looks at the folders a configuration names, and finds the line that names them.

use std::{fs, path::Path};

use super::{Config, Finding};
use crate::tls::{self, TlsError};

/// What is wrong with the folders; `text` is the text of the file that `config` was read from.
pub fn check(config: &Config, text: &str) -> Vec<Finding> {
    let mut findings = vec![];
    let mut add = |key: &str, problem: String| {
        findings.push(Finding { line: line_of(text, key), key: format!("server.{key}"), problem });
    };
    let client = &config.server.client_dir;
    let index = client.join("index.html");
    if let Err(error) = fs::read_dir(client) {
        add("client_dir", format!("the folder {} cannot be read: {error}", client.display()));
    } else if let Err(error) = fs::read(&index) {
        add("client_dir", format!("there is no built client: {} cannot be read: {error}", index.display()));
    }
    let data = &config.server.data_dir;
    if let Err(error) = can_write(data) {
        add("data_dir", format!("the folder {} cannot be written to: {error}", data.display()));
    }
    if let Some(files) = &config.server.tls
        && let Err(error) = tls::load(files)
    {
        let key = if matches!(error, TlsError::Key { .. }) { "tls_key" } else { "tls_certificate" };
        add(key, error.to_string());
    }
    findings
}

/// Whether files can be made in the folder. A check leaves nothing behind, a missing folder included.
fn can_write(folder: &Path) -> std::io::Result<()> {
    let missing = !folder.exists();
    fs::create_dir_all(folder)?;
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    fs::write(&probe, b"")?;
    fs::remove_file(&probe)?;
    if missing { fs::remove_dir(folder) } else { Ok(()) }
}

/// The line of a key of `[server]`; line 1 when the file leaves it at its default.
fn line_of(text: &str, key: &str) -> usize {
    let mut in_server = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_start();
        if line.starts_with('[') {
            in_server = line.starts_with("[server]");
        } else if in_server && line.split('=').next().is_some_and(|name| name.trim() == key) {
            return number;
        }
    }
    1
}
