//! A PostgreSQL server for the tests of one process, from the installed program. It
//! keeps its files in memory where the machine allows it, listens on a Unix socket in a
//! folder of its own, and ends with the process that started it.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use tempfile::TempDir;

/// Where Debian keeps the programs of the server, which are on nobody's path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// What the server is told beside its defaults. It makes every commit durable, as the
/// books demand.
const SETTINGS: &str = "listen_addresses = ''\nmax_connections = 400\nlogging_collector = off\n";

/// A server. It ends when this is dropped, or with the process.
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    user: User,
    _keeper: Keeper,
}

/// The shell that starts the server, and stops it when this end of its input closes: so
/// the server goes with the process, however that ends.
struct Keeper {
    shell: Child,
    /// None once it is closed.
    input: Option<ChildStdin>,
}

/// The user the server runs as: it refuses to be run by root.
#[derive(Clone, Copy)]
struct User {
    id: u32,
    group: u32,
}

impl Server {
    /// Makes an empty server and starts it. `settings` are lines of its configuration.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start(settings: &str) -> Self {
        let programs = programs();
        let user = User::other_than_root();
        let folder = folder_in_memory();
        user.owns(folder.path());
        let data = folder.path().join("data");
        let made = user
            .command(&programs.join("initdb"))
            .args([
                "--auth=trust",
                "--username=tests",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .arg("--no-sync")
            .arg(&data)
            .output();
        succeeded("initdb", &made.expect("initdb can be run"));
        let socket = format!("unix_socket_directories = '{}'\n", folder.path().display());
        let configuration = data.join("postgresql.auto.conf");
        fs::write(&configuration, format!("{SETTINGS}{socket}{settings}")).expect("it is written");
        user.owns(&configuration);
        Self {
            _keeper: Keeper::start(&programs, user, &data),
            folder,
            programs,
            user,
        }
    }

    /// Makes an empty database and gives its address.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn new_database(&self) -> String {
        let name = new_name();
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// Copies a database that nobody is connected to, and gives the address of the copy.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn copy_of_database(&self, address: &str) -> String {
        let (_, template) = address
            .rsplit_once('/')
            .expect("an address ends in a database");
        let name = new_name();
        self.sql(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        self.address(&name)
    }

    /// The address of a database.
    #[must_use]
    pub fn address(&self, database: &str) -> String {
        let folder = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://tests@{folder}/{database}")
    }

    /// Runs a statement and gives what it prints, without headings.
    ///
    /// # Panics
    /// When the server refuses it.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let output = self
            .program("psql")
            .args([
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
            ])
            .args(["--dbname", database, "--command", statement])
            .output();
        succeeded("psql", &output.expect("psql can be run"))
    }

    /// A program of PostgreSQL that is told where this server is.
    #[must_use]
    pub fn program(&self, name: &str) -> Command {
        let mut command = self.user.command(&self.programs.join(name));
        command
            .env("PGHOST", self.folder.path())
            .env("PGUSER", "tests")
            .current_dir(self.folder.path());
        command
    }

    /// A folder that the server and its programs may write to.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Keeper {
    const SCRIPT: &str = r#"
        "$1/pg_ctl" --pgdata="$2" --wait --silent --log="$2/log" start || { cat "$2/log"; exit 1; }
        echo ready
        cat >/dev/null
        "$1/pg_ctl" --pgdata="$2" --wait --silent --mode=immediate stop
        rm -rf "$2"
    "#;

    /// Starts the server and waits until it takes connections.
    fn start(programs: &Path, user: User, data: &Path) -> Self {
        let mut shell = user
            .command(Path::new("sh"))
            .args(["-c", Self::SCRIPT, "sh"])
            .args([programs, data])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell can be run");
        let input = shell.stdin.take();
        let output = shell.stdout.take().expect("its output is read here");
        let said: Vec<_> = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .take_while(|line| line != "ready")
            .collect();
        assert!(
            shell.try_wait().is_ok_and(|ended| ended.is_none()),
            "PostgreSQL does not start: {said:?}"
        );
        Self { shell, input }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.input = None;
        // Nobody waits for what has ended already.
        let _ = self.shell.wait();
    }
}

impl User {
    /// Whoever runs the tests or, where that is root, one that programs may run as.
    fn other_than_root() -> Self {
        let own = fs::metadata("/proc/self")
            .map(|own| Self::of(&own))
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

    fn of(file: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            id: file.uid(),
            group: file.gid(),
        }
    }

    fn owns(self, path: &Path) {
        chown(path, Some(self.id), Some(self.group)).expect("a file can be given away");
    }

    fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.uid(self.id).gid(self.group);
        command
    }
}

/// The server that the tests of this process share.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start(""))
}

/// A name that no database has yet.
fn new_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("books_{}", NEXT.fetch_add(1, Ordering::SeqCst))
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

fn succeeded(program: &str, output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} fails: {said}");
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}
