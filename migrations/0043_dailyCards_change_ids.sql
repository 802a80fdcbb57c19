-- The id of a change is its device's; that another person's device came upon the same one is no reason to refuse it.
ALTER TABLE "dailyCards".change DROP CONSTRAINT change_pkey, ADD PRIMARY KEY (person_no, id);
