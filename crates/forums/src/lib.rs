//! The forums service.
