//! The exhibitions service.
