//! A new folder, which is filled wholly or left as it was found.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::Manifest;
use crate::Failure;

/// What a file system puts into a folder that is empty otherwise.
const NOT_OURS: &str = "lost+found";

/// A folder that holds nothing of anybody else.
pub(crate) struct NewFolder {
    path: PathBuf,
    /// Whether it was there, empty, before.
    was_there: bool,
}

impl NewFolder {
    /// Takes a folder that is empty, or makes one that is not there.
    ///
    /// # Errors
    /// When something lies in it, or it cannot be made.
    pub(crate) fn claim(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let was_there = match names_in(path) {
            Ok(names) if names.is_empty() => true,
            Ok(_) if Manifest::is_in(path) => {
                return Err(format!("{shown} holds a finished backup; choose a new folder").into());
            }
            Ok(_) => return Err(format!("{shown} is not empty; choose a new folder").into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path)
                    .map_err(|error| format!("{shown} cannot be made: {error}"))?;
                false
            }
            Err(error) => return Err(format!("{shown} cannot be used: {error}").into()),
        };
        Ok(Self {
            path: path.to_owned(),
            was_there,
        })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes out whatever was put into it, and the folder too if it was not there.
    /// What cannot be taken out is told in the log: whoever wanted it filled is told
    /// of the failure before.
    pub(crate) fn abandon(self) {
        let emptied = names_in(&self.path).and_then(|names| {
            names.iter().try_for_each(|name| {
                let path = self.path.join(name);
                if path.is_dir() {
                    fs::remove_dir_all(path)
                } else {
                    fs::remove_file(path)
                }
            })
        });
        let gone = emptied.and_then(|()| match self.was_there {
            true => Ok(()),
            false => fs::remove_dir(&self.path),
        });
        if let Err(error) = gone {
            tracing::warn!(%error, folder = %self.path.display(), "the folder could not be emptied");
        }
    }
}

fn names_in(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
    let names: Vec<_> = names.collect::<Result<_, _>>()?;
    Ok(names.into_iter().filter(|name| name != NOT_OURS).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_is_left_as_it_was_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(NOT_OURS)).unwrap();
        let made = folder.path().join("a/b");
        for path in [folder.path(), &made] {
            let was_there = path.exists();
            let new = NewFolder::claim(path).unwrap();
            fs::create_dir(path.join("contracts")).unwrap();
            fs::write(path.join("file"), "").unwrap();
            assert!(NewFolder::claim(path).is_err(), "it is taken");
            if path == made {
                new.abandon();
            } else {
                fs::remove_file(path.join("file")).unwrap();
                fs::remove_dir(path.join("contracts")).unwrap();
            }
            assert_eq!(path.exists(), was_there);
        }
    }

    #[test]
    fn what_is_no_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            assert!(NewFolder::claim(&path).is_err(), "{}", path.display());
        }
    }
}
