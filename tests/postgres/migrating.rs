//! Books that are being made when the connection or the server dies are there as a whole
//! afterwards, or not at all, and can be made then.

use harness::{
    patience::wait_until,
    postgres::{Server, database_of},
};
use ledger::{OpenError, PostgresConfig, PostgresStore};

/// Ends its own connection, or waits for the test, at the command of that number that
/// changes a schema. Rows do not count, so that nothing depends on who else is there.
const TRAP: &str = "CREATE FUNCTION public.trap() RETURNS event_trigger LANGUAGE plpgsql AS $$ \
     DECLARE seen int := coalesce(nullif(current_setting('tests.seen', true), ''), '0')::int + 1; \
     BEGIN \
       PERFORM set_config('tests.seen', seen::text, false); \
       IF seen = current_setting('tests.die_at')::int THEN \
         PERFORM pg_terminate_backend(pg_backend_pid()); \
       ELSIF seen = current_setting('tests.wait_at')::int THEN \
         PERFORM pg_advisory_xact_lock(1); \
       END IF; \
     END $$; \
     CREATE EVENT TRIGGER trap ON ddl_command_end EXECUTE FUNCTION public.trap()";

/// A database whose books are made step by step.
struct Trapped<'s> {
    server: &'s Server,
    database: String,
    config: PostgresConfig,
}

impl<'s> Trapped<'s> {
    fn new(server: &'s Server) -> Self {
        let address = server.new_database();
        let trapped = Self {
            server,
            database: database_of(&address).to_owned(),
            config: PostgresConfig::new(&address, "books"),
        };
        trapped.set("die_at", 0);
        trapped.set("wait_at", 0);
        server.sql(&trapped.database, TRAP);
        trapped
    }

    /// At which command the trap snaps; at none if zero.
    fn set(&self, what: &str, at: usize) {
        let database = &self.database;
        let set = format!("ALTER DATABASE {database} SET tests.{what} = {at}");
        self.server.sql("postgres", &set);
    }

    fn migrate(&self) -> Result<PostgresStore, OpenError> {
        PostgresStore::migrate(&self.config)
    }

    /// Sees to it that there are no books or all of them, and tells which.
    fn has_books(&self) -> bool {
        has_books(self.server, &self.database, &self.config)
    }
}

/// Sees to it that there are no books or all of them, and tells which.
fn has_books(server: &Server, database: &str, config: &PostgresConfig) -> bool {
    const TABLES: &str = "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') \
         FROM pg_class WHERE relnamespace = to_regnamespace('books') AND relkind = 'r' \
           AND relname <> 'refinery_schema_history'";
    const ALL: &str = "cell change head position request roll_up";
    let tables = server.sql(database, TABLES);
    match PostgresStore::open(config) {
        Ok(_) => {
            assert_eq!(tables, ALL);
            true
        }
        Err(refused) => {
            assert!(refused.to_string().contains("no books yet"), "{refused}");
            assert_eq!(tables, "", "a part was made");
            false
        }
    }
}

#[test]
fn a_connection_that_dies_at_any_command_leaves_no_part_of_the_books() {
    let server = Server::start("");
    let mut at = 0;
    loop {
        at += 1;
        let books = Trapped::new(&server);
        books.set("die_at", at);
        let died = books.migrate().is_err();
        let made = books.has_books();
        assert_ne!(died, made, "command {at}");
        if !died {
            break;
        }
        books.set("die_at", 0);
        drop(books.migrate().unwrap());
        assert!(books.has_books());
    }
    println!("the connection died at each of {} commands", at - 1);
    // The schema, the history of schemas, and six tables at least.
    assert!(at > 8, "every command was met");
}

/// Moments between commands, at the commit too, come up when somebody else chooses them.
#[test]
fn a_connection_that_is_cut_at_any_moment_leaves_no_part_of_the_books() {
    const MOMENTS: u32 = 16;
    let server = Server::start("");
    server.sql("postgres", "CREATE TABLE ended (database text)");
    let (mut cut, mut made) = (0, 0);
    for moment in 0..MOMENTS {
        let address = server.new_database();
        let database = database_of(&address).to_owned();
        let config = PostgresConfig::new(&address, "books");
        let end_it = end_after_looks(&database, moment * 20);
        let died = std::thread::scope(|scope| {
            let cutting = scope.spawn(|| server.sql("postgres", &end_it));
            wait_until("the cutter looks", || {
                let looking =
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'cutter'";
                server.sql("postgres", looking) == "1"
            });
            let died = PostgresStore::migrate(&config).is_err();
            // It may have been too quick to be seen.
            server.sql(
                "postgres",
                &format!("INSERT INTO ended VALUES ('{database}')"),
            );
            cutting.join().unwrap();
            died
        });
        let whole = has_books(&server, &database, &config);
        // Cut at the commit, the books may be there although nobody was told.
        assert!(died || whole, "moment {moment}");
        cut += u32::from(died);
        made += u32::from(whole);
        drop(PostgresStore::migrate(&config).unwrap());
        assert!(has_books(&server, &database, &config));
    }
    println!("{cut} of {MOMENTS} were cut; of all, {made} found the books made");
    assert!(cut > 0, "some were cut");
}

/// Ends the connection to a database that makes books when it was seen so many times,
/// unless all is over by then.
fn end_after_looks(database: &str, looks: u32) -> String {
    format!(
        "DO $$ DECLARE found int; looks int := {looks}; BEGIN \
           PERFORM set_config('application_name', 'cutter', false); \
           LOOP \
             PERFORM pg_stat_clear_snapshot(); \
             found := (SELECT pid FROM pg_stat_activity \
               WHERE datname = '{database}' AND application_name = 'tradefair'); \
             IF found IS NOT NULL THEN looks := looks - 1; END IF; \
             EXIT WHEN looks < 0 OR EXISTS (SELECT FROM ended WHERE database = '{database}'); \
           END LOOP; \
           PERFORM pg_terminate_backend(found); \
         END $$"
    )
}

#[test]
fn a_server_that_dies_leaves_no_part_of_the_books() {
    let mut server = Server::start("");
    for at in [1, 3, 6] {
        let (database, config) = {
            let books = Trapped::new(&server);
            books.set("wait_at", at);
            (books.database, books.config)
        };
        // Holds what the trap waits for, for as long as the server lives.
        let mut holder = server.program("psql");
        holder.args(["--no-psqlrc", "--dbname", &database, "--command"]);
        let mut holder = holder
            .arg("SELECT pg_advisory_lock(1), pg_sleep(3600)")
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let waits = |server: &Server, granted: bool| {
            wait_until("the lock is held, and waited for", || {
                let locks = format!(
                    "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database \
                     WHERE datname = '{database}' AND locktype = 'advisory' AND objid = 1 \
                       AND classid = 0 AND granted = {granted}"
                );
                server.sql("postgres", &locks) == "1"
            });
        };
        waits(&server, true);
        let migrating = {
            let config = config.clone();
            std::thread::spawn(move || PostgresStore::migrate(&config).is_err())
        };
        waits(&server, false);
        server.kill();
        assert!(migrating.join().unwrap(), "its server died");
        holder.wait().unwrap();
        server.start_again();
        assert!(!has_books(&server, &database, &config));
        server.sql(&database, "DROP EVENT TRIGGER trap");
        drop(PostgresStore::migrate(&config).unwrap());
        assert!(has_books(&server, &database, &config));
    }
}
