//! The key and the secret that sign meeting tokens: configured, or made once and kept in a file that only the
//! server's own user can read.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::config::{KeyPair, SHORTEST_SECRET};

/// The file in the data folder: one line `key secret`.
const FILE: &str = "meeting-key";

/// Bytes of randomness in a generated secret.
const SECRET_BYTES: usize = 36;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the file {} with the meeting key cannot be used: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("the file {} holds no meeting key: remove it, and a new one is made", .0.display())]
    NoKey(PathBuf),
    /// No randomness for a new one.
    #[error(transparent)]
    Randomness(#[from] crate::invitations::NoRandomness),
}

/// The key kept in the data folder; a new one when there is none.
pub fn load_or_make(data_dir: &Path) -> Result<KeyPair, KeyError> {
    let file = data_dir.join(FILE);
    match fs::read_to_string(&file) {
        Ok(text) => parse(&text).ok_or(KeyError::NoKey(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let pair = make()?;
            write(&file, &pair).map_err(|source| KeyError::File { file, source })?;
            Ok(pair)
        }
        Err(source) => Err(KeyError::File { file, source }),
    }
}

fn parse(text: &str) -> Option<KeyPair> {
    let (key, secret) = text.trim().split_once(' ')?;
    (!key.is_empty() && secret.len() >= SHORTEST_SECRET)
        .then(|| KeyPair { key: key.to_owned(), secret: secret.to_owned() })
}

fn make() -> Result<KeyPair, KeyError> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(crate::invitations::NoRandomness::from)?;
    Ok(KeyPair { key: crate::invitations::new_id("key")?, secret: BASE64_URL_SAFE_NO_PAD.encode(bytes) })
}

fn write(file: &Path, pair: &KeyPair) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    writeln!(file, "{} {}", pair.key, pair.secret)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_by_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let first = load_or_make(folder.path()).unwrap();
        assert!(first.secret.len() >= SHORTEST_SECRET);
        assert_eq!(load_or_make(folder.path()).unwrap(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_holds_no_key_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "short secret").unwrap();
        assert!(matches!(load_or_make(folder.path()), Err(KeyError::NoKey(_))));
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "short secret");
    }
}
