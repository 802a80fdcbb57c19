-- Which background work fills or applies a large plan, so that whoever looks at the plan sees how far it is.
ALTER TABLE targets.decomposition ADD COLUMN job_id uuid;

-- What was approved stays as it was; only what makes it targets, and that it has, is noted afterwards.
CREATE OR REPLACE FUNCTION targets.keep_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'approved'
    AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - '{applied,job_id}'::text[] <> to_jsonb(OLD) - '{applied,job_id}'::text[]) THEN
    RAISE EXCEPTION 'targets.decomposition % is approved', OLD.no USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
