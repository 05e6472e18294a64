-- The books of one service. Every key leads with the fair, the unit of sharding; only the log of changes is reached
-- through the key of its position.
-- Times are microseconds since 1970-01-01T00:00:00Z; hashes are blake3, 32 bytes.
-- All tables are STRICT: a plain table would turn an integer overflow into a REAL in silence.

-- Where the books of a fair end. Read and updated inside each transaction, so sequences are dense.
CREATE TABLE head (
    fair           TEXT    NOT NULL PRIMARY KEY,
    sequence       INTEGER NOT NULL CHECK (sequence >= 0),
    recorded_at_us INTEGER,
    -- The latest time answered to a reader: later commits are recorded later than it.
    floor_us       INTEGER NOT NULL,
    hash           BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- One durable commit of one fair.
CREATE TABLE position (
    fair           TEXT    NOT NULL,
    sequence       INTEGER NOT NULL CHECK (sequence > 0),
    recorded_at_us INTEGER NOT NULL,
    -- Its changes in the log: the first, and how many.
    first_change   INTEGER NOT NULL,
    changes        INTEGER NOT NULL CHECK (changes > 0),
    -- Covers the hash of the position before and every change of this one.
    hash           BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (fair, sequence)
) STRICT, WITHOUT ROWID;

-- The log: every revision of every record, in the order it was recorded. It is only ever appended to and is reached
-- through its position, so it needs no index.
CREATE TABLE change (
    -- The first change of the position plus the ordinal.
    id          INTEGER PRIMARY KEY,
    fair        TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    name        TEXT    NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    -- 1 live, 2 void, 3 archived.
    state       INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
    reason      TEXT    NOT NULL,
    moved_to    TEXT    NOT NULL,
    -- The salted digest of the body. It stays, in the chain too, when salt and body are erased.
    body_digest BLOB    NOT NULL CHECK (length(body_digest) = 32),
    salt        BLOB    CHECK (salt IS NULL OR length(salt) = 16),
    -- The facts the revision contributes, packed (see the crate's fact/packed.rs).
    facts       BLOB    NOT NULL,
    body        BLOB,
    CHECK ((salt IS NULL) = (body IS NULL))
) STRICT;

-- Where the revisions of a record stand in the log.
CREATE TABLE record (
    fair       TEXT    NOT NULL,
    collection TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    PRIMARY KEY (fair, collection, id, revision)
) STRICT, WITHOUT ROWID;

-- The answers to requests, kept for ever.
CREATE TABLE request (
    fair     TEXT    NOT NULL,
    caller   TEXT    NOT NULL,
    method   TEXT    NOT NULL,
    id       BLOB    NOT NULL CHECK (length(id) = 16),
    digest   BLOB    NOT NULL CHECK (length(digest) = 32),
    -- The position that was answered.
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    -- The places of the answered revisions in the log: sequence and ordinal of each, 8 bytes, least first.
    answer   BLOB    NOT NULL CHECK (length(answer) % 16 = 0),
    PRIMARY KEY (fair, caller, method, id)
) STRICT, WITHOUT ROWID;

-- The roll-ups cells are kept for. Totals stand in the order of `quantities`.
CREATE TABLE roll_up (
    id         INTEGER PRIMARY KEY,
    cube       TEXT NOT NULL,
    dimensions TEXT NOT NULL,
    quantities TEXT NOT NULL,
    UNIQUE (cube, dimensions)
) STRICT;

-- The history of every cell: a row for each position that touched it, with the totals from then on. New rows go into
-- `fresh_cell`, where they stand close together, so that a commit touches few pages; those with a successor there are
-- moved into `cell` now and then. So `fresh_cell` has the newest row of every cell, and all its rows of a cell are
-- later than those in `cell`.
CREATE TABLE cell (
    fair       TEXT    NOT NULL,
    roll_up    INTEGER NOT NULL,
    -- The value of each dimension, in the order of the roll-up, each ended by a NUL.
    cell       BLOB    NOT NULL,
    sequence   INTEGER NOT NULL,
    facts      INTEGER NOT NULL,
    quantity_1 INTEGER NOT NULL,
    quantity_2 INTEGER NOT NULL,
    quantity_3 INTEGER NOT NULL,
    quantity_4 INTEGER NOT NULL,
    PRIMARY KEY (fair, roll_up, cell, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE fresh_cell (
    fair       TEXT    NOT NULL,
    roll_up    INTEGER NOT NULL,
    cell       BLOB    NOT NULL,
    sequence   INTEGER NOT NULL,
    facts      INTEGER NOT NULL,
    quantity_1 INTEGER NOT NULL,
    quantity_2 INTEGER NOT NULL,
    quantity_3 INTEGER NOT NULL,
    quantity_4 INTEGER NOT NULL,
    PRIMARY KEY (fair, roll_up, cell, sequence)
) STRICT, WITHOUT ROWID;
