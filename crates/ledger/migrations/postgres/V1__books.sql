-- The books of one service, in a schema of their own. Every key leads with the fair, the unit of sharding.
-- Times are microseconds since 1970-01-01T00:00:00Z; hashes are blake3, 32 bytes.
-- Names are compared byte by byte, as everywhere else in the books, hence the collation.
-- A text that a caller wrote may hold a NUL, which no text of PostgreSQL can: it is kept as its bytes.

-- Where the books of a fair end. Locked and updated inside each transaction, so sequences are dense.
CREATE TABLE head (
    fair           text COLLATE "C" NOT NULL PRIMARY KEY,
    sequence       bigint           NOT NULL CHECK (sequence >= 0),
    recorded_at_us bigint,
    -- The latest time answered to a reader: later commits are recorded later than it.
    floor_us       bigint           NOT NULL,
    hash           bytea            NOT NULL CHECK (octet_length(hash) = 32)
) WITH (fillfactor = 50);

-- One durable commit of one fair.
CREATE TABLE position (
    fair           text COLLATE "C" NOT NULL,
    sequence       bigint           NOT NULL CHECK (sequence > 0),
    recorded_at_us bigint           NOT NULL,
    -- How many changes of the log are its.
    changes        bigint           NOT NULL CHECK (changes > 0),
    -- Covers the hash of the position before and every change of this one.
    hash           bytea            NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (fair, sequence)
);

-- The log: every revision of every record, in the order it was recorded. It is only ever appended to. Its second key is
-- the index of records.
CREATE TABLE change (
    fair        text COLLATE "C" NOT NULL,
    sequence    bigint           NOT NULL,
    ordinal     bigint           NOT NULL CHECK (ordinal >= 0),
    -- The name of the record: the collection and the id in it. A name that has no two parts is an id.
    collection  text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    revision    bigint           NOT NULL CHECK (revision > 0),
    -- 1 live, 2 void, 3 archived.
    state       bigint           NOT NULL CHECK (state BETWEEN 1 AND 3),
    reason      bytea            NOT NULL,
    moved_to    bytea            NOT NULL,
    -- The salted digest of the body. It stays, in the chain too, when salt and body are erased.
    body_digest bytea            NOT NULL CHECK (octet_length(body_digest) = 32),
    salt        bytea            CHECK (salt IS NULL OR octet_length(salt) = 16),
    -- The facts the revision contributes, packed (see the crate's fact/packed.rs).
    facts       bytea            NOT NULL,
    body        bytea,
    CHECK ((salt IS NULL) = (body IS NULL)),
    PRIMARY KEY (fair, sequence, ordinal),
    UNIQUE (fair, collection, id, revision)
);

-- The answers to requests, kept for ever.
CREATE TABLE request (
    fair     text COLLATE "C" NOT NULL,
    caller   text COLLATE "C" NOT NULL,
    method   text COLLATE "C" NOT NULL,
    id       bytea            NOT NULL CHECK (octet_length(id) = 16),
    digest   bytea            NOT NULL CHECK (octet_length(digest) = 32),
    -- The position that was answered.
    sequence bigint           NOT NULL CHECK (sequence >= 0),
    -- The places of the answered revisions in the log: sequence and ordinal of each, 8 bytes, least first.
    answer   bytea            NOT NULL CHECK (octet_length(answer) % 16 = 0),
    PRIMARY KEY (fair, caller, method, id)
);

-- The roll-ups cells are kept for. Totals stand in the order of `quantities`. Ids are never given twice.
CREATE TABLE roll_up (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cube       text COLLATE "C" NOT NULL,
    dimensions text COLLATE "C" NOT NULL,
    quantities text COLLATE "C" NOT NULL,
    UNIQUE (cube, dimensions)
);

-- The history of every cell: a row for each position that touched it, with the totals from then on.
CREATE TABLE cell (
    fair       text COLLATE "C" NOT NULL,
    roll_up    bigint           NOT NULL,
    -- The value of each dimension, in the order of the roll-up, each ended by a NUL.
    cell       bytea            NOT NULL,
    sequence   bigint           NOT NULL,
    facts      bigint           NOT NULL,
    quantity_1 bigint           NOT NULL,
    quantity_2 bigint           NOT NULL,
    quantity_3 bigint           NOT NULL,
    quantity_4 bigint           NOT NULL,
    PRIMARY KEY (fair, roll_up, cell, sequence)
);
