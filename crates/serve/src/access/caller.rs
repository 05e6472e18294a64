//! Who calls, and how that travels with the task that answers.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use fault::Fault;
use http::HeaderValue;
use tokio::time::Instant;

use super::grant::Grant;

/// Who makes a call, as far as it could be proved. Clones are cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Whoever works at this machine. Nobody asks for a name where calls can come from
    /// nowhere else.
    Local,
    /// Somebody who was asked.
    Known {
        /// Who holds the token that came with the call, if one did.
        person: Option<Arc<Person>>,
        /// The services that the call comes from, by the certificate of its connection
        /// or because they are in this process; empty for other callers.
        services: Arc<[String]>,
    },
}

/// Whether it has been found out who makes a call. Whoever hands the call in puts it among
/// the extensions of the request, and can look at it when the answer has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identified(Arc<AtomicBool>);

impl Identified {
    /// It has been found out.
    pub(crate) fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_noted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who holds a token: a person or a system.
#[derive(Debug, PartialEq, Eq)]
pub struct Person {
    /// What the issuer calls them; stays the same when names change.
    pub subject: String,
    /// What they may be to which fair.
    pub grants: Vec<Grant>,
    /// Until when their token is good; for ever, if that cannot be reckoned.
    pub until: Option<Instant>,
    /// The token, to go on to the services that this call is answered with.
    pub token: Token,
}

/// A token, which is not to be seen in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub HeaderValue);

impl Token {
    /// The token of a header, kept out of what connections write down.
    pub(crate) fn of(header: &HeaderValue) -> Self {
        let mut header = header.clone();
        header.set_sensitive(true);
        Self(header)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Token(…)")
    }
}

impl Caller {
    /// A service that calls for nobody but itself.
    pub(crate) fn service(name: &str) -> Self {
        Self::Known {
            person: None,
            services: Arc::from([name.to_owned()]),
        }
    }

    /// What the journal of the books calls them: an operator is `local`, a holder of a
    /// token `subject:` with what the issuer calls them, a service `service:` with its
    /// name.
    #[must_use]
    pub fn actor(&self) -> String {
        match self {
            Self::Local => "local".to_owned(),
            Self::Known {
                person: Some(person),
                ..
            } => format!("subject:{}", person.subject),
            Self::Known { services, .. } => match services.first() {
                Some(service) => format!("service:{service}"),
                None => "nobody".to_owned(),
            },
        }
    }

    /// Passes while the token is good by which the caller is known: a stream may last
    /// longer.
    ///
    /// # Errors
    /// [`Fault::NotAuthenticated`].
    pub(crate) fn still_known(&self) -> Result<(), Fault> {
        let Self::Known {
            person: Some(person),
            ..
        } = self
        else {
            return Ok(());
        };
        match person.until.is_none_or(|until| Instant::now() < until) {
            true => Ok(()),
            false => Err(Fault::NotAuthenticated {
                why: "the token has expired meanwhile; go on with a new one".to_owned(),
            }),
        }
    }

    /// Does work as if the caller had called for it, for what has no door in front.
    pub async fn calling<W: Future>(self, work: W) -> W::Output {
        within(self, work).await
    }

    /// The same caller, as one service of this process hands the call on to another.
    fn through(&self, service: &str) -> Self {
        match self {
            Self::Local => Self::Local,
            Self::Known { person, .. } => Self::Known {
                person: person.clone(),
                services: Arc::from([service.to_owned()]),
            },
        }
    }
}

tokio::task_local! {
    /// Who made the call that is being answered.
    static CALLER: Caller;
}

/// Does the work of a call for its caller.
pub(crate) async fn within<W: Future>(caller: Caller, work: W) -> W::Output {
    CALLER.scope(caller, work).await
}

/// Does a bit of work of a call for its caller.
pub(crate) fn scope<T>(caller: &Caller, work: impl FnOnce() -> T) -> T {
    CALLER.sync_scope(caller.clone(), work)
}

/// Who made the call that is being answered; `None` outside of one.
pub(crate) fn current() -> Option<Caller> {
    CALLER.try_with(Clone::clone).ok()
}

/// Who makes a call of this process to a service within it: whoever made the call that
/// is being answered, through the service that makes it. Outside of any call it is the
/// service for itself and, where no service makes it, the operator who started the
/// process.
pub(crate) fn of_link(asker: Option<&str>) -> Caller {
    match (current(), asker) {
        (Some(caller), Some(asker)) => caller.through(asker),
        (Some(caller), None) => caller,
        (None, Some(asker)) => Caller::service(asker),
        (None, None) => Caller::Local,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_is_known_by_a_token_is_so_while_it_is_good() {
        let person = Person {
            subject: "s".to_owned(),
            grants: Vec::new(),
            until: Some(Instant::now() + Duration::from_secs(60)),
            token: Token::of(&HeaderValue::from_static("t")),
        };
        let caller = Caller::Known {
            person: Some(Arc::new(person)),
            services: Arc::from([]),
        };
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(caller.still_known().is_ok());
        tokio::time::advance(Duration::from_secs(1)).await;
        let refused = caller.still_known().unwrap_err();
        assert_eq!(
            refused.to_string(),
            "it is not known who calls: the token has expired meanwhile; go on with a new one"
        );
        assert!(Caller::service("notes").still_known().is_ok());
    }
}
