-- Row level security compares a number with the actor's scope. Asked with the operator, the planner believes that one row in
-- two hundred fits, and goes through a whole table to find "the few" first, so that what a region reads grew with all
-- nodes of the network. The function behind the operator is the same test, of which it expects a third: whoever sees much pays
-- for what is read, and whoever sees little still goes by the index that the question itself gives.
DO $$
DECLARE
  one record;
  operator constant text := '([\w.]+) <@ (\( SELECT \w+\.\w+\(\) AS \w+\))';
  called constant text := 'elem_contained_by_multirange(\1, \2)';
BEGIN
  FOR one IN
    SELECT schemaname, tablename, policyname, qual, with_check FROM pg_policies
    WHERE coalesce(qual, '') ~ operator OR coalesce(with_check, '') ~ operator
  LOOP
    EXECUTE format('ALTER POLICY %I ON %I.%I', one.policyname, one.schemaname, one.tablename)
      || CASE WHEN one.qual IS NULL THEN '' ELSE ' USING (' || regexp_replace(one.qual, operator, called, 'g') || ')' END
      || CASE WHEN one.with_check IS NULL THEN '' ELSE ' WITH CHECK (' || regexp_replace(one.with_check, operator, called, 'g') || ')' END;
  END LOOP;
END $$;
