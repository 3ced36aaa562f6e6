-- The PIN by which the telephone bridge knows who calls, as the invitation list has it; empty: none.
ALTER TABLE people ADD COLUMN pin TEXT NOT NULL DEFAULT '';
