//! The schema: which release may touch the books.

use refinery::Runner;
use tokio_postgres::Client;

use crate::{OpenError, store::StoreError};

use super::{access::Access, error::chain};

mod embedded {
    refinery::embed_migrations!("migrations/postgres");
}

/// What to do when the books are not of the schema this release knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upkeep {
    /// Refuse them.
    Require,
    /// Make the schema, or bring it up to date.
    Bring,
}

/// Processes that settle the schema do so one after the other.
const TURN: &str = "SELECT pg_advisory_lock(hashtextextended('tradefair books ' || current_setting('search_path'), 0))";
const TURN_OVER: &str = "SELECT pg_advisory_unlock_all()";

/// Sees to it that the books have the schema this release knows, or refuses them.
pub(super) fn settle(access: &Access, upkeep: Upkeep) -> Result<(), OpenError> {
    let unusable = |error: StoreError| match error {
        StoreError::Unreachable { doing, source } | StoreError::Failed { doing, source } => {
            access.unusable(&format!("{doing}: {}", chain(&*source)))
        }
        other => access.unusable(&other),
    };
    let mut connection = access.connection().map_err(unusable)?;
    if upkeep == Upkeep::Bring {
        let quoted = format!("\"{}\"", access.schema);
        let made = format!("CREATE SCHEMA {quoted}");
        let brought = access.ask("bringing the schema up to date", async {
            let client = &mut connection.client;
            client.batch_execute(TURN).await?;
            // Two at once can both see that it is missing, hence after the turn began.
            // Who may not make schemas can be given one.
            let there = client
                .query_one("SELECT to_regnamespace($1) IS NOT NULL", &[&quoted])
                .await?;
            match there.try_get(0)? {
                true => Ok(()),
                false => client.batch_execute(&made).await,
            }
        });
        brought.map_err(unusable)?;
    }
    let applied = access.ask("reading the schema", applied(&connection.client));
    let found = applied.map_err(unusable)?;
    refuse_newer(access, found)?;
    match upkeep {
        Upkeep::Bring => {
            let ran = access.wait(runner().set_grouped(true).run_async(&mut connection.client));
            let ran = ran.map_err(unusable)?;
            ran.map_err(|error| access.unusable(&chain(&error)))?;
            access
                .ask("ending a turn", connection.client.batch_execute(TURN_OVER))
                .map_err(unusable)
        }
        Upkeep::Require if found == 0 => {
            Err(access.unusable("there are no books yet; make them with tradefair migrate"))
        }
        Upkeep::Require if found < newest_known() => Err(access.unusable(
            "it was written by an older release; bring it up to date with tradefair migrate",
        )),
        Upkeep::Require => Ok(()),
    }
}

fn refuse_newer(access: &Access, found: i64) -> Result<(), OpenError> {
    if found > newest_known() {
        return Err(OpenError::SchemaNewer {
            place: access.place.clone(),
            found,
            known: newest_known(),
        });
    }
    Ok(())
}

fn runner() -> Runner {
    embedded::migrations::runner()
}

fn newest_known() -> i64 {
    let versions = runner();
    let versions = versions.get_migrations().iter();
    versions
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

/// The schema of the books; zero when there is none yet.
async fn applied(client: &Client) -> Result<i64, tokio_postgres::Error> {
    let table = client
        .query_one(
            "SELECT to_regclass('refinery_schema_history') IS NOT NULL",
            &[],
        )
        .await?;
    if !table.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let newest = client
        .query_one(
            "SELECT coalesce(max(version), 0)::bigint FROM refinery_schema_history",
            &[],
        )
        .await?;
    newest.try_get(0)
}
