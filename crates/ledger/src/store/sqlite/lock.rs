//! One process for each folder.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::OpenError;

use super::unusable;

/// The file whose lock stands for the folder. It stays when the process ends;
/// its lock does not.
const LOCK: &str = "lock";

/// The folder is ours until this is dropped.
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder, or says that it is taken.
    pub(super) fn take(folder: &Path) -> Result<Self, OpenError> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK))
            .map_err(|error| unusable(folder, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
                place: folder.display().to_string(),
            }),
            Err(TryLockError::Error(error)) => Err(unusable(folder, &error)),
        }
    }
}
