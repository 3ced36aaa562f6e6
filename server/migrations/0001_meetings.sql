-- Plain SQL that PostgreSQL understands as well. Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE meetings (
    id         TEXT   NOT NULL PRIMARY KEY,
    title      TEXT   NOT NULL,
    starts_at  BIGINT NOT NULL,
    phase      TEXT   NOT NULL DEFAULT 'scheduled' CHECK (phase IN ('scheduled', 'open', 'over')),
    created_at BIGINT NOT NULL
);

CREATE TABLE people (
    id              TEXT   NOT NULL PRIMARY KEY,
    meeting_id      TEXT   NOT NULL REFERENCES meetings (id),
    -- The order of the invitation list, from 1.
    position        BIGINT NOT NULL,
    name            TEXT   NOT NULL,
    role            TEXT   NOT NULL CHECK (role IN ('member', 'staff')),
    group_name      TEXT   NOT NULL,
    -- SHA-256 of the secret of the personal link, in hexadecimal. The secret itself is nowhere.
    invitation_hash TEXT   NOT NULL UNIQUE,
    revoked_at      BIGINT,
    state           TEXT   NOT NULL DEFAULT 'absent'
                           CHECK (state IN ('absent', 'waiting', 'admitted', 'rejected')),
    state_since     BIGINT NOT NULL,
    -- The first knock: when, and as which one in this meeting. Kept whatever comes after.
    knocked_at      BIGINT,
    knock_number    BIGINT,
    -- What the rejected one reads.
    sentence        TEXT   NOT NULL DEFAULT '',
    -- The checks as last reported, as JSON.
    checks          TEXT   NOT NULL DEFAULT '{}',
    UNIQUE (meeting_id, position),
    UNIQUE (meeting_id, knock_number),
    CHECK ((state = 'absent') = (knocked_at IS NULL)),
    CHECK ((knocked_at IS NULL) = (knock_number IS NULL))
);

CREATE TABLE messages (
    person_id  TEXT   NOT NULL REFERENCES people (id),
    -- Counted upwards per person, from 1.
    number     BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    PRIMARY KEY (person_id, number)
);

-- One row, written by the health check: a store that only reads is not healthy.
CREATE TABLE heartbeat (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    beat_at BIGINT NOT NULL
);
