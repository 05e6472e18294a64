//! The binary of this package.

use std::{
    path::Path,
    process::{Command, Output},
};

use harness::process::Binary;
pub(crate) use harness::process::{Process, told};

/// The binary.
pub(crate) fn binary() -> Binary {
    Binary::at(env!("CARGO_BIN_EXE_tradefair"))
}

/// The binary, ready to be told what to do.
pub(crate) fn tradefair(arguments: &[&str]) -> Command {
    binary().command(arguments)
}

/// Runs the binary to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    binary().run(arguments)
}

/// Starts the binary and waits until it says where it listens.
pub(crate) fn start(arguments: &[&str]) -> Process {
    binary().start(arguments)
}

/// Serves all services on the books of a folder.
pub(crate) fn serve(data: &Path) -> Process {
    binary().serve(data)
}
