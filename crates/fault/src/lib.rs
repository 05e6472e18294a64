//! What can go wrong, said once: reason, field and repair, and the one place that makes a gRPC status.
