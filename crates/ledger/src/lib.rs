//! The books: positions, revisions, facts and cells.
