//! How a call ended, by the names of gRPC.

use http::{HeaderMap, HeaderName, StatusCode};

/// Compared as a name, not parsed from text for each call.
static GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// The names by number, as the specification of gRPC lists them.
const NAMES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With a status, its name.
    Status(&'static str),
    /// Without one: the connection failed under it.
    Transport,
}

impl Outcome {
    /// It went well.
    pub(super) const OK: Self = Self::Status("OK");
    /// Nobody waited for the end.
    pub(super) const CANCELLED: Self = Self::Status("CANCELLED");
    /// The end came without a status.
    pub(super) const NO_STATUS: Self = Self::Status("UNKNOWN");

    /// The status in headers or trailers, if they carry one.
    pub(super) fn in_fields(fields: &HeaderMap) -> Option<Self> {
        let number = fields
            .get(&GRPC_STATUS)?
            .to_str()
            .ok()
            .and_then(|text| text.parse::<usize>().ok());
        Some(Self::Status(
            number
                .and_then(|number| NAMES.get(number))
                .copied()
                .unwrap_or("UNKNOWN"),
        ))
    }

    /// What an answer without a gRPC status amounts to, when its HTTP status says
    /// that none will come.
    pub(super) fn of_http(status: StatusCode) -> Option<Self> {
        Some(Self::Status(match status.as_u16() {
            200 => return None,
            400 => "INTERNAL",
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "UNIMPLEMENTED",
            429 | 502 | 503 | 504 => "UNAVAILABLE",
            _ => "UNKNOWN",
        }))
    }

    /// The name of the status, if there was one.
    pub(super) fn status_name(self) -> Option<&'static str> {
        match self {
            Self::Status(name) => Some(name),
            Self::Transport => None,
        }
    }

    /// What kind of error this is to whoever asked: anything but OK.
    pub(super) fn error_to_client(self) -> Option<&'static str> {
        match self {
            Self::Status("OK") => None,
            Self::Status(name) => Some(name),
            Self::Transport => Some("transport"),
        }
    }

    /// What kind of error this is to whoever answered. A caller who asked for
    /// what is not there, or not theirs, has been answered well.
    pub(super) fn error_to_server(self) -> Option<&'static str> {
        match self {
            Self::Status(
                name @ ("UNKNOWN" | "DEADLINE_EXCEEDED" | "UNIMPLEMENTED" | "INTERNAL"
                | "UNAVAILABLE" | "DATA_LOSS"),
            ) => Some(name),
            Self::Status(_) => None,
            Self::Transport => Some("transport"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &'static str) -> Option<Outcome> {
        Outcome::in_fields(&HeaderMap::from_iter([(
            http::HeaderName::from_static("grpc-status"),
            http::HeaderValue::from_static(value),
        )]))
    }

    #[test]
    fn a_status_is_read_by_its_number() {
        assert_eq!(read("0"), Some(Outcome::Status("OK")));
        assert_eq!(read("5"), Some(Outcome::Status("NOT_FOUND")));
        assert_eq!(read("16"), Some(Outcome::Status("UNAUTHENTICATED")));
        for strange in ["17", "-1", "", "five"] {
            assert_eq!(read(strange), Some(Outcome::Status("UNKNOWN")), "{strange}");
        }
        assert_eq!(Outcome::in_fields(&HeaderMap::new()), None);
    }

    #[test]
    fn the_sides_see_errors_differently() {
        let seen = |outcome: Outcome| (outcome.error_to_server(), outcome.error_to_client());
        assert_eq!(seen(Outcome::Status("OK")), (None, None));
        assert_eq!(
            seen(Outcome::Status("NOT_FOUND")),
            (None, Some("NOT_FOUND"))
        );
        assert_eq!(
            seen(Outcome::Status("INTERNAL")),
            (Some("INTERNAL"), Some("INTERNAL"))
        );
        assert_eq!(
            seen(Outcome::Transport),
            (Some("transport"), Some("transport"))
        );
    }
}
