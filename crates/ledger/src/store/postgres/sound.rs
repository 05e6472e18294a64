//! Whether a server makes durable what it commits.

use std::time::Duration;

use tokio_postgres::Client;

use super::connection::Unconnected;

/// How long a transaction may stand idle before the server ends it: what a process
/// that died without a word holds locked is free again then.
const IDLE_LIMIT_MS: u32 = 60_000;

/// Prepares a new connection, or says why its server must not keep books.
///
/// Asked of every connection, since a server can be set otherwise while it runs.
pub(super) async fn require(
    client: &Client,
    schema: &str,
    patience: Duration,
) -> Result<(), Unconnected> {
    let settings = client
        .query_one(
            "SELECT current_setting('fsync'), current_setting('full_page_writes'), \
                    current_setting('synchronous_commit'), current_setting('synchronous_standby_names'), \
                    current_setting('server_encoding')",
            &[],
        )
        .await?;
    let read = |column| settings.try_get::<_, String>(column);
    let (fsync, pages, commit) = (read(0)?, read(1)?, read(2)?);
    for (name, value) in [
        ("fsync", &fsync),
        ("full_page_writes", &pages),
        ("synchronous_commit", &commit),
    ] {
        if value == "off" {
            return Err(Unconnected::Unsound(format!(
                "the server runs with {name} = off and would lose acknowledged records; set it to on"
            )));
        }
    }
    if commit == "local" && !read(3)?.is_empty() {
        return Err(Unconnected::Unsound(
            "the server has a synchronous standby and does not wait for it (synchronous_commit = local); set it to on"
                .to_owned(),
        ));
    }
    if read(4)? != "UTF8" {
        return Err(Unconnected::Unsound(
            "the database is not encoded in UTF8".to_owned(),
        ));
    }
    // The server gives up before this side does, so that nothing runs on unheard. A
    // warning at a commit is listened for.
    let limit_ms = (patience * 9 / 10).as_millis();
    // A schema is the name of a service, so it needs no quoting but gets it.
    client
        .batch_execute(&format!(
            "SET search_path TO \"{schema}\"; \
             SET idle_in_transaction_session_timeout = {IDLE_LIMIT_MS}; \
             SET statement_timeout = {limit_ms}; SET client_min_messages = warning"
        ))
        .await?;
    Ok(())
}
