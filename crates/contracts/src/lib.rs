//! The contracts service.
