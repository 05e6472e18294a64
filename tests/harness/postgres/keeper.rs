//! What starts a server and sees to it that it ends.

use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use super::place::Place;

/// The shell that starts the server, and stops it when this end of its input closes: so
/// the server goes with the process, however that ends.
pub(super) struct Keeper {
    shell: Child,
    /// None once it is closed.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Keeper {
    /// Whoever started it may be gone before the server is ready, which is no reason to die
    /// of telling it. A server that is frozen would not hear that it shall stop, so it is
    /// woken first. Its folder goes too: that of a server all tests share is never dropped.
    const SCRIPT: &str = r#"
        trap '' PIPE
        start() {
            "$1/pg_ctl" --pgdata="$2" --wait --silent --log="$2/log" start || { cat "$2/log"; return 1; }
            echo ready || :
        }
        start "$@" && while read -r again && start "$@"; do :; done
        if [ -f "$2/postmaster.pid" ]; then
            read -r pid <"$2/postmaster.pid"
            kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children") 2>/dev/null
            "$1/pg_ctl" --pgdata="$2" --wait --silent --mode=immediate stop 2>/dev/null
        fi
        rm -rf "${2%/data}"
    "#;

    /// Starts the server of a place and waits until it takes connections.
    pub(super) fn start(place: &Place) -> Self {
        let mut shell = place
            .user
            .command(Path::new("sh"))
            .args(["-c", Self::SCRIPT, "sh"])
            .args([place.programs(), &place.data()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What a terminal sends to the tests is not for the one who clears up.
            .process_group(0)
            .spawn()
            .expect("a shell can be run");
        let input = shell.stdin.take();
        let output = shell.stdout.take().expect("its output is read here");
        let mut keeper = Self {
            shell,
            input,
            output: BufReader::new(output),
        };
        keeper.wait_until_ready();
        keeper
    }

    /// Starts the server again after it was killed.
    pub(super) fn start_again(&mut self) {
        let input = self.input.as_mut().expect("it is open until the end");
        input.write_all(b"again\n").expect("the shell listens");
        self.wait_until_ready();
    }

    fn wait_until_ready(&mut self) {
        let lines = self.output.by_ref().lines().map_while(Result::ok);
        let mut said = Vec::new();
        for line in lines {
            if line == "ready" {
                return;
            }
            said.push(line);
        }
        panic!("PostgreSQL does not start: {said:?}");
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.input = None;
        // Nobody waits for what has ended already.
        let _ = self.shell.wait();
    }
}
