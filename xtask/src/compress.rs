//! Writes a brotli and a gzip copy beside each file that shrinks, so that the server never compresses while
//! somebody waits.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    thread,
};

use crate::problem::{Doing, Outcome, Problem};

/// Smaller files travel in one packet anyway.
const WORTH_IT_BYTES: usize = 1024;

/// Compresses every file under a directory, as well as it can be done.
pub fn directory(directory: &Path) -> Outcome {
    let mut files = Vec::new();
    collect(directory, &mut files)?;
    thread::scope(|scope| {
        let work: Vec<_> = files.iter().map(|file| scope.spawn(|| one(file))).collect();
        for thread in work {
            thread.join().unwrap_or_else(|_| Err(Problem::new("Compressing was interrupted.")))?;
        }
        Ok(())
    })
}

/// How long something is once a server has sent it with brotli.
pub fn brotli(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    // Reading from and writing to memory cannot fail; should it ever, the original is the shorter one.
    if brotli::BrotliCompress(&mut &content[..], &mut out, &parameters).is_err() {
        return content.to_vec();
    }
    out
}

fn one(file: &Path) -> Outcome {
    let content = fs::read(file).doing(format_args!("read {}", file.display()))?;
    if content.len() < WORTH_IT_BYTES {
        return Ok(());
    }
    beside(file, "br", &content, &brotli(&content))?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let gzipped = gzip.write_all(&content).and_then(|()| gzip.finish());
    beside(file, "gz", &content, &gzipped.doing(format_args!("compress {}", file.display()))?)
}

fn beside(file: &Path, ending: &str, content: &[u8], compressed: &[u8]) -> Outcome {
    if compressed.len() >= content.len() {
        return Ok(());
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    fs::write(&name, compressed).doing(format_args!("write {}", Path::new(&name).display()))
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(directory).doing(format_args!("list {}", directory.display()))? {
        let path = entry.doing(format_args!("list {}", directory.display()))?.path();
        let compressed = path.extension().is_some_and(|ending| ending == "br" || ending == "gz");
        if path.is_dir() {
            collect(&path, files)?;
        } else if !compressed {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_shrinks_gets_copies_that_unpack_to_the_same() {
        let root = std::env::temp_dir().join(format!("xtask-compress-{}", std::process::id()));
        fs::create_dir_all(root.join("deep")).unwrap();
        let text = "a council meeting, ".repeat(200);
        fs::write(root.join("deep/long.css"), &text).unwrap();
        fs::write(root.join("short.css"), "a{}").unwrap();
        directory(&root).unwrap();
        assert!(!root.join("short.css.br").exists());

        let mut unpacked = Vec::new();
        let packed = fs::read(root.join("deep/long.css.br")).unwrap();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let mut unpacked = String::new();
        let packed = fs::File::open(root.join("deep/long.css.gz")).unwrap();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        fs::remove_dir_all(&root).unwrap();
    }
}
