//! Sorts what PostgreSQL says into what a store says.

use tokio_postgres::error::{DbError, SqlState};

use crate::store::StoreError;

/// What an error of the driver means for the books.
pub(super) fn failed(doing: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        // It is not the server that spoke: the connection is gone.
        return StoreError::Unreachable {
            doing,
            source: chain(error).into(),
        };
    };
    match code.code() {
        "53100" => StoreError::Full,
        "XX001" | "XX002" => damaged(doing, error),
        _ if is_passing(code) => StoreError::Unreachable {
            doing,
            source: chain(error).into(),
        },
        _ => StoreError::Failed {
            doing,
            source: chain(error).into(),
        },
    }
}

fn damaged(doing: &str, error: &tokio_postgres::Error) -> StoreError {
    StoreError::Damaged {
        why: format!("{doing}: {}", chain(error)),
    }
}

/// Whether the same may go well a little later: the connection broke, the server goes
/// down or comes up, is a standby, has no room for more, or chose one of two who waited
/// for each other, or its patience ended.
fn is_passing(code: &SqlState) -> bool {
    const STANDBY: &str = "25006";
    const SERIALIZATION: &str = "40001";
    const DEADLOCK: &str = "40P01";
    const LOCK: &str = "55P03";
    const IDLE: &str = "25P03";
    const LONG: &str = "25P04";
    let passing = [STANDBY, SERIALIZATION, DEADLOCK, LOCK, IDLE, LONG];
    // 08 connection, 53 resources, 57 operator intervention.
    let class = code.code().get(..2).unwrap_or_default();
    ["08", "53", "57"].contains(&class) || passing.contains(&code.code())
}

/// What happened, with everything that lies behind it: the driver itself says hardly more
/// than that there was an error. The details of the server are left out, as they quote
/// rows, and what is told here goes to logs and traces.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = match error.downcast_ref::<DbError>() {
            Some(said) => format!("{text}: {}: {}", said.severity(), said.message()),
            None => format!("{text}: {error}"),
        };
        cause = error.source();
    }
    text
}
