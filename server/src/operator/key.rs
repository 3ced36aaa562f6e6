//! What opens the operator's page: a long random word in a file of the data folder, made by `vorzimmer operator link`.
//! No account, and nothing that a page could ask for.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::invitations::{self, NoRandomness};

/// The file in the data folder.
const FILE: &str = "operator-key";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum OperatorKeyError {
    /// The file cannot be read or written.
    #[error("the file {} with the operator's key cannot be used: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No randomness for a new one.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// The key.
pub struct OperatorKey(String);

impl OperatorKey {
    /// The one in the data folder, if there is one.
    pub fn load(data_dir: &Path) -> Result<Option<Self>, OperatorKeyError> {
        let file = data_dir.join(FILE);
        match fs::read_to_string(&file) {
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => Ok(Some(Self(text.trim().to_owned()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(OperatorKeyError::File { file, source }),
        }
    }

    /// A new one, which takes the place of the former.
    pub fn renew(data_dir: &Path) -> Result<Self, OperatorKeyError> {
        let key = Self(invitations::new_token()?.reveal().to_owned());
        let (file, fresh) = (data_dir.join(FILE), data_dir.join(format!("{FILE}.new")));
        let written = write(&fresh, &key.0).and_then(|()| fs::rename(&fresh, &file));
        written.map_err(|source| OperatorKeyError::File { file, source })?;
        Ok(key)
    }

    /// What stands behind [`super::OPERATOR_PREFIX`].
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether this is it. Compared by hash, so that how long it takes tells nothing.
    pub fn is(&self, given: &str) -> bool {
        Sha256::digest(&self.0) == Sha256::digest(given)
    }
}

impl std::fmt::Debug for OperatorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OperatorKey(…)")
    }
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    use io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewed_key_ends_the_former_one() {
        let folder = tempfile::tempdir().unwrap();
        assert!(OperatorKey::load(folder.path()).unwrap().is_none());
        let first = OperatorKey::renew(folder.path()).unwrap();
        assert!(OperatorKey::load(folder.path()).unwrap().unwrap().is(first.reveal()));
        OperatorKey::renew(folder.path()).unwrap();
        let now = OperatorKey::load(folder.path()).unwrap().unwrap();
        assert!(!now.is(first.reveal()) && !now.is(""));
        assert!(!format!("{now:?}").contains(now.reveal()));
    }
}
