-- The meeting engine that a meeting is pinned to; none: whichever the configuration names.
ALTER TABLE meetings ADD COLUMN engine TEXT;
