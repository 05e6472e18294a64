//! Starts a fair for a test and speaks to it.
