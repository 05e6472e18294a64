//! The files, as they are on the disk.

use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use super::CertificatesError;

/// The permissions that everybody on a machine has.
const OF_OTHERS: u32 = 0o007;

/// Where the certificates are. All three are PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate of the process, and after it those that lead to an authority.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The authorities that vouch for others.
    pub authorities: PathBuf,
}

/// What the files hold.
pub(super) struct Material {
    pub(super) certificate: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) authorities: Vec<u8>,
}

impl Material {
    pub(super) fn read(files: &CertificateFiles) -> Result<Self, CertificatesError> {
        Ok(Self {
            certificate: read(&files.certificate)?,
            key: read_key(&files.key)?,
            authorities: read(&files.authorities)?,
        })
    }

    /// Tells whether it is the same. Times of files do not: a cluster puts other files in
    /// their place.
    pub(super) fn digest(&self) -> blake3::Hash {
        let mut digest = blake3::Hasher::new();
        for part in [&self.certificate, &self.key, &self.authorities] {
            digest.update(blake3::hash(part).as_bytes());
        }
        digest.finalize()
    }
}

fn read(path: &Path) -> Result<Vec<u8>, CertificatesError> {
    let read = |path| {
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read(path).map_err(unreadable(path))
}

/// Reads a key that is not open to everybody on the machine.
///
/// The group may read it. A cluster mounts secrets as files of root that belong to a
/// group of the process, which could not read them otherwise; and who else is in a group,
/// a process cannot know.
fn read_key(path: &Path) -> Result<Vec<u8>, CertificatesError> {
    let mut file = File::open(path).map_err(unreadable(path))?;
    let mode = file.metadata().map_err(unreadable(path))?.permissions();
    if mode.mode() & OF_OTHERS != 0 {
        return Err(CertificatesError::OpenKey {
            path: path.to_owned(),
        });
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(unreadable(path))?;
    Ok(bytes)
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> CertificatesError {
    move |source| CertificatesError::Unreadable {
        path: path.to_owned(),
        source,
    }
}
