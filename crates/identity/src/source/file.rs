//! Keys in a file, as an operator or a mounted secret puts them there.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use tokio::task::spawn_blocking;

use crate::{KeySet, NoKeys, Source, key_set::SET_BYTES};

/// A file with a JSON Web Key Set. It is small, so it is simply read again each time: there
/// is no time stamp to be mistaken about.
pub(crate) struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }
}

impl Source for KeyFile {
    async fn keys(&self) -> Result<KeySet, NoKeys> {
        let path = self.path.clone();
        // A file system can hang.
        let read = spawn_blocking(move || read(&path)).await;
        let json = read.map_err(io::Error::from).flatten();
        let json = json.map_err(|cause| NoKeys::Unreadable {
            path: self.path.clone(),
            cause,
        })?;
        KeySet::parse(&json).map_err(|cause| NoKeys::Set {
            place: self.path.display().to_string(),
            cause,
        })
    }
}

/// The bytes of the file, but no more than one too many.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let most = SET_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
