//! `tradefair migrate` is killed at its statements, every third of them: the books of each service are then as
//! before or as after, and they are finished by running it again.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Stdio},
};

use harness::{
    patience::wait_until,
    postgres::{self, database_of},
    process::told,
};
use tradefair::assembly::BOOKS;

use crate::binary;

/// Lets a migration stop at its nth statement that makes something, until a lock is free.
/// A sequence counts them, also those of transactions that are never committed.
const STOPPING: &str = "
    CREATE SEQUENCE public.made;
    CREATE TABLE public.stop (at bigint);
    INSERT INTO public.stop VALUES (0);
    CREATE FUNCTION public.stop_there() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('public.made') = (SELECT at FROM public.stop) THEN
            PERFORM pg_advisory_xact_lock(4711);
        END IF;
    END $$;
    CREATE EVENT TRIGGER stop_there ON ddl_command_end EXECUTE FUNCTION public.stop_there();
";

/// Every how many statements one is stopped at.
const STEP: u64 = 3;

#[test]
fn a_killed_migration_leaves_books_as_before_or_as_after() {
    let server = postgres::shared();
    let prepared = server.new_database();
    server.sql(database_of(&prepared), STOPPING);
    let mut stopped_in = Vec::new();
    for at in (1..).step_by(usize::try_from(STEP).unwrap()) {
        let address = server.copy_of_database(&prepared);
        let database = database_of(&address);
        server.sql(database, &format!("UPDATE public.stop SET at = {at}"));
        let lock = Lock::take(database);
        let mut migrating = binary()
            .command(&["migrate", "--store", &address])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let was_stopped = stops_or_ends(database, &mut migrating);
        migrating.kill().unwrap();
        migrating.wait().unwrap();
        lock.release();
        if !was_stopped {
            break; // there were fewer statements than that
        }
        nobody_is_left(database);
        let before = tables(database);
        stopped_in.push(before.iter().filter(|count| **count > 0).count());

        server.sql(database, "UPDATE public.stop SET at = 0");
        let _ = binary().printed(&["migrate", "--store", &address]);
        let after = tables(database);
        for (service, (before, after)) in BOOKS.iter().zip(before.iter().zip(&after)) {
            assert!(
                *before == 0 || before == after,
                "{} has {before} of {after} tables after a kill at statement {at}",
                service.service
            );
            assert!(*after > 0);
        }
        let _ = binary().printed(&["audit", "--store", &address]);
    }
    println!("books that were there after each kill: {stopped_in:?}");
    for number in 0..BOOKS.len() {
        assert!(stopped_in.contains(&number), "killed with {number} books");
    }
}

#[test]
fn a_newer_schema_is_refused_in_a_sentence() {
    let server = postgres::shared();
    let address = server.new_database();
    let _ = binary().printed(&["migrate", "--store", &address]);
    server.sql(
        database_of(&address),
        "INSERT INTO forums.refinery_schema_history VALUES (99, 'later', '2030-01-01', '0')",
    );
    for verb in ["migrate", "serve", "audit"] {
        let refused = binary().run(&[verb, "--store", &address, "--listen", "127.0.0.1:0"]);
        assert!(!refused.status.success(), "{verb}");
        let told = told(&refused);
        let sentence = told.lines().last().unwrap_or_default();
        assert!(
            sentence.contains("forums") && sentence.contains("newer release"),
            "{verb}: {told}"
        );
    }
}

/// How many tables the books of each service have. The one in which migrations are noted
/// does not count: it is made before the first, which then makes the books at once.
fn tables(database: &str) -> Vec<u64> {
    let count = |schema: &str| {
        let statement = format!(
            "SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}' \
             AND tablename <> 'refinery_schema_history'"
        );
        let counted = postgres::shared().sql(database, &statement);
        counted.parse().unwrap()
    };
    let schemas = BOOKS.iter().map(|kind| kind.service.as_str());
    schemas.map(count).collect()
}

/// Waits until the migration has stopped, or has ended; whether it has stopped.
fn stops_or_ends(database: &str, migrating: &mut Child) -> bool {
    let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 \
                   AND NOT granted AND database = (SELECT oid FROM pg_database WHERE \
                   datname = current_database())";
    let mut ended = None;
    wait_until("it stops or ends", || {
        ended = migrating.try_wait().unwrap();
        ended.is_some() || postgres::shared().sql(database, waiting) == "1"
    });
    if let Some(status) = ended {
        assert!(status.success(), "nothing stops it: {status}");
    }
    ended.is_none()
}

/// Waits until the server has noticed that the process is gone.
fn nobody_is_left(database: &str) {
    let connected = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                     AND application_name = 'tradefair'";
    wait_until("the server notices that a client is gone", || {
        postgres::shared().sql(database, connected) == "0"
    });
}

/// The lock, in a session of its own.
struct Lock(Child);

impl Lock {
    fn take(database: &str) -> Self {
        let mut session = postgres::shared()
            .program("psql")
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet"])
            .args(["--dbname", database])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = session.stdin.as_mut().unwrap();
        writeln!(input, "SELECT 'taken' FROM pg_advisory_lock(4711);").unwrap();
        let mut said = String::new();
        let output = session.stdout.as_mut().unwrap();
        BufReader::new(output).read_line(&mut said).unwrap();
        assert_eq!(said.trim(), "taken");
        Self(session)
    }

    fn release(mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}
