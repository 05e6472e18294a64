//! The binary: serve, demo, audit, config.
