//! Answers that are made around a service, not by it.

use fault::Fault;
use http::Response;
use tonic::{Code, Status, body::Body};

/// The answer for a fault.
pub(crate) fn fault(fault: Fault) -> Response<Body> {
    Status::from(fault).into_http()
}

/// Gives an error that the gRPC library made of a call the form that all errors
/// have here. They are known by having no details.
///
/// Before a handler is reached the library says INTERNAL when the bytes of a
/// request cannot be read, which is the request's fault and not the service's, and
/// UNIMPLEMENTED when there is no such method.
pub(crate) fn complete(response: Response<Body>) -> Response<Body> {
    match Status::from_header_map(response.headers()) {
        Some(status) if status.code() != Code::Ok && status.details().is_empty() => {
            of_library(&status).map_or(response, fault)
        }
        _ => response,
    }
}

/// Gives an error that ended a stream of requests the form that all errors have.
/// The answer to such a call has begun, so its handler must do it.
#[must_use]
pub fn unreadable(status: Status) -> Status {
    match of_library(&status) {
        Some(fault) if status.details().is_empty() => Status::from(fault),
        _ => status,
    }
}

fn of_library(status: &Status) -> Option<Fault> {
    match status.code() {
        Code::Internal => Some(Fault::field(
            "request",
            format!("cannot be read: {}", status.message()),
        )),
        Code::OutOfRange => Some(Fault::field("request", status.message())),
        // It says the same of a message that is packed in a way it was not told to take.
        Code::Unimplemented => Some(Fault::NotOffered {
            why: match status.message().contains("compressed") {
                true => "a message is taken as it is, not compressed",
                false => "there is no such method; reflection lists those there are",
            }
            .to_owned(),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_library_says_of_a_stream_takes_the_form_of_all_errors() {
        for (code, expected) in [
            (Code::Internal, Code::InvalidArgument),
            (Code::OutOfRange, Code::InvalidArgument),
            (Code::Cancelled, Code::Cancelled),
        ] {
            let told = unreadable(Status::new(code, "what it said"));
            assert_eq!(told.code(), expected, "{told:?}");
            let formed = expected == Code::InvalidArgument;
            assert_eq!(!told.details().is_empty(), formed, "{told:?}");
        }
    }

    #[test]
    fn an_error_that_has_the_form_stays_as_it_is() {
        let own = Status::from(Fault::Defect {
            what: "a defect".to_owned(),
            source: None,
        });
        let told = unreadable(own.clone());
        assert_eq!((told.code(), told.details()), (own.code(), own.details()));
    }
}
