-- Keeps the database as it is under a number, and brings it back: milliseconds, and the same ids.
CREATE SCHEMA lifecycle;

CREATE FUNCTION lifecycle.tables() RETURNS TABLE (name text, columns text) LANGUAGE sql AS $$
  SELECT c.relname::text, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND c.oid IN (SELECT relation FROM test_reset.touched)
  GROUP BY c.relname
$$;

CREATE FUNCTION lifecycle.keep(number integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE item record;
BEGIN
  FOR item IN SELECT * FROM lifecycle.tables() LOOP
    EXECUTE format('CREATE TABLE lifecycle.%I AS TABLE public.%I', number || item.name, item.name);
  END LOOP;
END $$;

CREATE FUNCTION lifecycle.restore(number integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE item record;
BEGIN
  SET LOCAL session_replication_role = replica; -- no triggers, no foreign keys while we restore
  FOR item IN SELECT * FROM lifecycle.tables() LOOP
    EXECUTE format('DELETE FROM public.%I', item.name);
    IF to_regclass('lifecycle.' || quote_ident(number || item.name)) IS NOT NULL THEN
      EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM lifecycle.%I',
        item.name, item.columns, number || item.name);
    END IF;
  END LOOP;
END $$;
