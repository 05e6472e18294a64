//! Who may call what.
//!
//! Who calls is a [`Caller`]: whoever holds a token, a service that another process
//! proved to be, or, where nobody is asked, the operator of this machine. What a
//! caller may do stands beside each method in the contracts, as the option
//! `tradefair.access.v1.rule`; [`rule_of`] reads it from the descriptors. Nobody may call
//! a method without a rule.
//!
//! Pieces: `caller`, who calls, and how that travels with the task that answers;
//! `grant`, a role and what it is held for; `rule`, the decision; `rules`, what the
//! contracts say; `identify`, how a listener finds out who calls.
//!
//! A decision needs the fair that a request names, so it is made where the request is
//! read: `layers::inspect`, which stands behind both doors.

mod caller;
mod grant;
mod identify;
mod rule;
mod rules;

pub use caller::{Caller, Person};
pub(crate) use caller::{Identified, current, of_link, scope, within};
pub use grant::{Grant, HeldFor};
pub use identify::{Holder, Identify, ReadTokens, TokenRefused};
pub(crate) use identify::{Shown, bearer};
pub(crate) use rule::Rule;
pub use rules::NoRule;
pub(crate) use rules::{methods_of, require_rules, rule_of};
