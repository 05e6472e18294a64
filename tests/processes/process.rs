//! Runs the binary and reads what it says.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use harness::clients::Clients;

/// The longest a process may take to say where it listens, or to end.
const DEADLINE: Duration = Duration::from_secs(60);

/// The binary, ready to be told what to do. The settings of whoever runs the
/// tests are kept from it.
pub(crate) fn tradefair(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradefair"));
    command.args(arguments).stdin(Stdio::null());
    for (variable, _) in std::env::vars() {
        if variable.starts_with("TRADEFAIR_") || variable.starts_with("OTEL_") {
            command.env_remove(variable);
        }
    }
    command
}

/// Runs the binary to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    tradefair(arguments).output().expect("the binary runs")
}

/// What a run wrote on standard error.
pub(crate) fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A process that serves.
pub(crate) struct Process {
    child: Child,
    lines: Receiver<String>,
    /// Where it takes calls.
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Serves all services on the books of a folder.
    pub(crate) fn serve(data: &Path) -> Self {
        let data = data.to_str().expect("a folder's path is text");
        Self::start(&["serve", "--data", data, "--listen", "127.0.0.1:0"])
    }

    /// Starts the binary and waits until it says where it listens.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = tradefair(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let stderr = child.stderr.take().expect("standard error is read");
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                // Nobody reads on once the process has been started.
                let _ = send.send(line);
            }
        });
        let mut said = Vec::new();
        loop {
            match lines.recv_timeout(DEADLINE) {
                Ok(line) => {
                    if let Some(address) = address_in(&line) {
                        return Self {
                            child,
                            lines,
                            address,
                        };
                    }
                    said.push(line);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let _ = child.kill();
                    panic!("{arguments:?} does not say where it listens: {said:#?}");
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("{arguments:?} has ended: {:?} {said:#?}", child.wait());
                }
            }
        }
    }

    /// Clients connected to it.
    pub(crate) async fn connect(&self) -> Clients {
        Clients::connect(self.address).await
    }

    /// Ends it without a warning, as a crash would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs, so it can be killed");
        self.child.wait().expect("it has ended");
    }

    /// Asks it to end, as an operator or a cluster would.
    pub(crate) fn ask_to_end(&self) {
        let ask = format!("kill -TERM {}", self.child.id());
        let asked = Command::new("sh")
            .args(["-c", &ask])
            .status()
            .expect("a shell runs");
        assert!(asked.success(), "the signal was sent");
    }

    /// Waits for its end and tells how it ended and what it said meanwhile.
    pub(crate) fn wait(mut self) -> (ExitStatus, Vec<String>) {
        let mut said = Vec::new();
        loop {
            match self.lines.recv_timeout(DEADLINE) {
                Ok(line) => said.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("it does not end: {said:#?}");
                }
            }
        }
        (self.child.wait().expect("it has ended"), said)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in a line that tells one.
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("127.0.0.1:")?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let address: SocketAddr = format!("127.0.0.1:{port}").parse().ok()?;
    (address.port() != 0).then_some(address)
}
