//! Runs the binary and reads what it says.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crate::clients::Clients;

/// The longest a process may take to say where it listens, or to end.
const DEADLINE: Duration = Duration::from_secs(60);

/// The binary. Cargo tells its path to tests of its own package; the variable
/// `TRADEFAIR_TEST_BINARY` tells it to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    path: PathBuf,
    /// What its environment tells it.
    settings: Vec<(String, String)>,
    /// A program with its arguments that becomes the binary, if there is one.
    before: Vec<String>,
}

impl Binary {
    /// The binary of that path.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            settings: Vec::new(),
            before: Vec::new(),
        }
    }

    /// The same, with a setting in its environment.
    #[must_use]
    pub fn with_setting(mut self, variable: &str, value: &str) -> Self {
        self.settings.push((variable.to_owned(), value.to_owned()));
        self
    }

    /// The same, on one processor of the machine only. Needs `taskset`.
    #[must_use]
    pub fn on_processor(self, processor: usize) -> Self {
        self.through(&["taskset", "-c", &processor.to_string()])
    }

    /// The same, started by a program with these arguments, which becomes the binary: its
    /// number in the system stays.
    #[must_use]
    pub fn through(mut self, before: &[&str]) -> Self {
        self.before = before.iter().map(|&word| word.to_owned()).collect();
        self
    }

    /// Ready to be told what to do. The settings of whoever runs the tests are kept from
    /// it.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match self.before.split_first() {
            Some((program, its_arguments)) => {
                let mut command = Command::new(program);
                command.args(its_arguments).arg(&self.path);
                command
            }
            None => Command::new(&self.path),
        };
        command.args(arguments).stdin(Stdio::null());
        for (variable, _) in std::env::vars() {
            if variable.starts_with("TRADEFAIR_") || variable.starts_with("OTEL_") {
                command.env_remove(variable);
            }
        }
        let settings = self.settings.iter();
        command.envs(settings.map(|(variable, value)| (variable, value)));
        command
    }

    /// Runs it to its end.
    ///
    /// # Panics
    /// When it cannot be run.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary runs")
    }

    /// Runs it to its end, which must be a good one, and gives what it printed.
    ///
    /// # Panics
    /// When it fails.
    #[must_use]
    pub fn printed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?} fails: {}",
            told(&output)
        );
        String::from_utf8(output.stdout).expect("it prints text")
    }

    /// Starts it and waits until it says where it listens.
    ///
    /// # Panics
    /// When it ends before, or does not say so.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Process {
        Process::start(self.command(arguments), arguments)
    }

    /// Serves all services on the books of a folder, at a port the system picks.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    #[must_use]
    pub fn serve(&self, data: &Path) -> Process {
        let data = data.to_str().expect("a folder's path is text");
        self.start(&["serve", "--data", data, "--listen", "127.0.0.1:0"])
    }
}

/// What a run wrote on standard error.
#[must_use]
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A process that serves. It is killed when it goes out of scope.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    /// Where it takes calls.
    pub address: SocketAddr,
}

impl Process {
    fn start(mut command: Command, arguments: &[&str]) -> Self {
        let mut child = command
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

    /// Its number in the system.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Clients connected to it.
    pub async fn connect(&self) -> Clients {
        Clients::connect(self.address).await
    }

    /// Ends it without a warning, as a crash would.
    ///
    /// # Panics
    /// When it has ended already.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs, so it can be killed");
        self.child.wait().expect("it has ended");
    }

    /// Asks it to end, as an operator or a cluster would.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn ask_to_end(&self) {
        let ask = format!("kill -TERM {}", self.child.id());
        let asked = Command::new("sh")
            .args(["-c", &ask])
            .status()
            .expect("a shell runs");
        assert!(asked.success(), "the signal was sent");
    }

    /// Waits until it says something with these words in it, and gives the line.
    ///
    /// # Panics
    /// When it does not.
    pub fn says(&self, words: &str) -> String {
        loop {
            match self.lines.recv_timeout(DEADLINE) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(_) => panic!("it does not say {words:?}"),
            }
        }
    }

    /// Waits for its end and tells how it ended and what it said meanwhile.
    ///
    /// # Panics
    /// When it does not end.
    #[must_use]
    pub fn wait(mut self) -> (ExitStatus, Vec<String>) {
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
    // Lines about others name addresses too.
    let places = [" on 127.", " on 0.0.0.0:"];
    let place = places.iter().find_map(|place| line.find(place))?;
    let rest = line[place..].strip_prefix(" on ")?;
    let is_of_address = |letter: &char| letter.is_ascii_digit() || ".:".contains(*letter);
    let address: String = rest.chars().take_while(is_of_address).collect();
    let mut address: SocketAddr = address.trim_end_matches(['.', ':']).parse().ok()?;
    if address.ip().is_unspecified() {
        address.set_ip([127, 0, 0, 1].into());
    }
    (address.port() != 0).then_some(address)
}
