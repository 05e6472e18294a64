//! The books and the press desk of a trade fair.
fn main() {}
