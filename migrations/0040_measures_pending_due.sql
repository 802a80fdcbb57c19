-- From when on a mark is worked off. The parts of a long file touch the same days again and again: each of them is
-- computed some seconds after its first part, or when the file is in, and not anew for every part.
ALTER TABLE measures.pending ADD COLUMN due timestamptz NOT NULL DEFAULT now();
