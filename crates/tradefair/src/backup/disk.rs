//! Files that must be on the disk, and their digests.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

/// How much is read at once.
const BLOCK_BYTES: usize = 1024 * 1024;

/// The size of a file in bytes, and its digest in hexadecimal.
pub(super) fn digest(file: &Path) -> io::Result<(u64, String)> {
    digest_while(&mut File::open(file)?, &mut io::sink())
}

/// Copies a file to a new one, makes that durable, and tells the size and the digest
/// of what was copied.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<(u64, String)> {
    let mut target = File::create_new(to)?;
    let copied = digest_while(&mut File::open(from)?, &mut target)?;
    target.sync_all()?;
    Ok(copied)
}

fn digest_while(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = match from.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let Some(part) = block.get(..read).filter(|part| !part.is_empty()) else {
            return Ok((hasher.count(), hasher.finalize().to_hex().to_string()));
        };
        hasher.update(part);
        to.write_all(part)?;
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
