//! Where a server keeps its files: a folder of its own, with what is installed to fill it.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::authority::Given;

/// Where Debian keeps the programs of the server, which are on nobody's path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// What a server is told beside its defaults. It makes every commit durable, as the books
/// demand. What processes share lies with its files, so that nothing stays of a server
/// that was killed.
const SETTINGS: &str = "listen_addresses = ''\nmax_connections = 400\nlogging_collector = off\n\
     dynamic_shared_memory_type = mmap\n";

/// A folder for the files of a server and its socket, and the programs that work there.
pub(super) struct Place {
    folder: TempDir,
    programs: PathBuf,
    pub(super) user: User,
}

/// The user the server runs as: it refuses to be run by root.
#[derive(Clone, Copy)]
pub(super) struct User {
    id: u32,
    group: u32,
}

impl Place {
    /// An empty one, in memory where the machine allows it.
    pub(super) fn new() -> Self {
        let user = User::other_than_root();
        let folder = folder_in_memory();
        user.owns(folder.path());
        Self {
            folder,
            programs: programs(),
            user,
        }
    }

    /// Makes the folder anew where it was taken away.
    pub(super) fn make_folder(&self) {
        fs::create_dir_all(self.folder()).expect("a folder can be made");
        self.user.owns(self.folder());
    }

    /// The folder, where the socket is.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of programs.
    pub(super) fn programs(&self) -> &Path {
        &self.programs
    }

    /// The files of the server.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Makes the files of an empty server.
    pub(super) fn fill(&self) {
        let mut initdb = self.program("initdb");
        initdb.args([
            "--auth=trust",
            "--username=tests",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        succeeded("initdb", &initdb.arg(self.data()).output());
    }

    /// Copies the files of a server that runs, with all that was committed meanwhile.
    pub(super) fn fill_from(&self, original: &Self) {
        let mut copying = original.program("pg_basebackup");
        copying.args(["--wal-method=stream", "--checkpoint=fast", "--no-sync"]);
        let copied = copying.arg("--pgdata").arg(self.data()).output();
        succeeded("pg_basebackup", &copied);
    }

    /// Writes the configuration; `settings` are lines of it.
    pub(super) fn configure(&self, settings: &str) {
        let socket = format!(
            "unix_socket_directories = '{}'\n",
            self.folder.path().display()
        );
        self.write(
            "postgresql.auto.conf",
            &format!("{SETTINGS}{socket}{settings}"),
        );
    }

    /// Gives the server a certificate, under the names where it looks for one, and lets
    /// in whoever comes from elsewhere with a password alone.
    pub(super) fn secure(&self, given: &Given) {
        self.write("server.crt", &given.chain);
        self.write("server.key", &given.key);
        let key = self.data().join("server.key");
        // With more it would not take it.
        let owner_alone = fs::Permissions::from_mode(0o600);
        fs::set_permissions(key, owner_alone).expect("it can be kept from others");
        self.write(
            "pg_hba.conf",
            "local all all trust\nhostssl all all all scram-sha-256\n",
        );
    }

    /// Says that the server follows another one.
    pub(super) fn mark_as_standby(&self) {
        self.write("standby.signal", "");
    }

    /// Takes away what tells others that the server runs, after it was killed. It would do
    /// so itself when it is next started, but where nobody asks after a process that ended,
    /// its number looks alive for ever.
    pub(super) fn forget_process(&self) {
        let notes = self.data().join("postmaster.pid");
        let text = fs::read_to_string(&notes).expect("it noted its process");
        // A few bytes outside of its files, by which servers see that one works there.
        let last = |line: &str| line.split_whitespace().next_back().map(str::to_owned);
        let shared = text.lines().nth(6).and_then(last).expect("it noted them");
        let freed = Command::new("ipcrm").args(["--shmem-id", &shared]).output();
        succeeded("ipcrm", &freed);
        let lock = self.folder.path().join(".s.PGSQL.5432.lock");
        for file in [notes, lock] {
            fs::remove_file(file).expect("it can be removed");
        }
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.data().join(name);
        fs::write(&file, text).expect("it is written");
        self.user.owns(&file);
    }

    /// A program that is told where this server is.
    pub(super) fn program(&self, name: &str) -> Command {
        let mut command = self.user.command(&self.programs.join(name));
        command
            .env("PGHOST", self.folder.path())
            .env("PGUSER", "tests")
            .current_dir(self.folder.path());
        command
    }
}

impl User {
    /// Whoever runs the tests or, where that is root, one that programs may run as.
    fn other_than_root() -> Self {
        let own = fs::metadata("/proc/self")
            .map(|own| Self {
                id: own.uid(),
                group: own.gid(),
            })
            .expect("a user runs the tests");
        if own.id != 0 {
            return own;
        }
        let users = fs::read_to_string("/etc/passwd").expect("users are listed");
        let named = |name: &str| {
            let line = users
                .lines()
                .find(|line| line.split(':').next() == Some(name))?;
            let mut numbers = line.split(':').skip(2).map(str::parse);
            Some(Self {
                id: numbers.next()?.ok()?,
                group: numbers.next()?.ok()?,
            })
        };
        named("postgres")
            .or_else(|| named("nobody"))
            .expect("there is a user that is not root")
    }

    fn owns(self, path: &Path) {
        chown(path, Some(self.id), Some(self.group)).expect("a file can be given away");
    }

    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.uid(self.id).gid(self.group);
        command
    }
}

/// The folder of the programs of the server.
fn programs() -> PathBuf {
    if let Ok(folder) = std::env::var("POSTGRES_PROGRAMS") {
        return PathBuf::from(folder);
    }
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut found: Vec<_> = versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL is needed here: install it, or name the folder of its programs in POSTGRES_PROGRAMS")
}

fn folder_in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    };
    made.expect("a folder can be made")
}

/// What a program printed; a failure ends the test.
pub(super) fn succeeded(program: &str, output: &std::io::Result<Output>) -> String {
    let output = match output {
        Ok(output) => output,
        Err(error) => panic!("{program} cannot be run: {error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} fails: {said}");
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}
