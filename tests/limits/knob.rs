//! How much of it: little in every run, much when somebody asks for it.

use std::{fmt::Debug, str::FromStr};

/// What the environment says, or else this.
pub(crate) fn knob<T: FromStr>(name: &str, else_this: T) -> T
where
    T::Err: Debug,
{
    match std::env::var(name) {
        Ok(said) => said.parse().expect(name),
        Err(_) => else_this,
    }
}
