CREATE TABLE "audit_chain" (
	"chain" smallint PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"chain" smallint NOT NULL,
	"position" bigint NOT NULL,
	"entry_ids" bigint[] NOT NULL,
	"digests" "bytea"[] NOT NULL,
	"previous" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_seal_chain_position_pk" PRIMARY KEY("chain","position")
);
--> statement-breakpoint
CREATE TABLE "personal_read" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "personal_read_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"request_id" text NOT NULL,
	"operation" text,
	"field" text NOT NULL,
	"arguments" jsonb NOT NULL,
	"staff" text[] NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_entry" ADD COLUMN "unit_id" bigint;--> statement-breakpoint
CREATE INDEX "personal_read_staff" ON "personal_read" USING gin ("staff");--> statement-breakpoint
CREATE INDEX "personal_read_at" ON "personal_read" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "personal_read_actor" ON "personal_read" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "personal_read_request" ON "personal_read" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "audit_entry_recorded" ON "audit_entry" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "audit_entry_actor" ON "audit_entry" USING btree ("actor","recorded_at","id");--> statement-breakpoint
CREATE INDEX "audit_entry_request" ON "audit_entry" USING btree ("request_id");--> statement-breakpoint

-- What is sealed of an entry: all it says, as a JSON array, so that no two entries have the same text. `verify-audit`
-- has this text of its own (src/db/repositories/audit-seals.ts): it does not ask the database that it checks.
CREATE FUNCTION audit_entry_digest(entry audit_entry) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(json_build_array(
    entry.id, entry.actor, entry.verb, entry.subject_type, entry.subject, entry.before, entry.after, entry.instrument_id, entry.change_id,
    entry.request_id, to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.unit_id)::text, 'UTF8'))
$$;
--> statement-breakpoint
CREATE FUNCTION audit_seal_hash(chain smallint, "position" bigint, previous bytea, entry_ids bigint[], digests bytea[]) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(json_build_array(chain, "position", encode(previous, 'hex'), to_json(entry_ids),
    encode(sha256(coalesce((SELECT string_agg(digest, ''::bytea ORDER BY place) FROM unnest(digests) WITH ORDINALITY AS sealed (digest, place)), '')), 'hex'))::text, 'UTF8'))
$$;
--> statement-breakpoint
INSERT INTO audit_chain (chain, position, hash) SELECT chain, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 31) AS chain;
--> statement-breakpoint

-- Appends a link to a chain whose head the caller holds, and moves the head.
CREATE FUNCTION seal_audit_entries(head audit_chain, entry_ids bigint[], digests bytea[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  next bigint := head.position + 1;
  sealed bytea := audit_seal_hash(head.chain, next, head.hash, entry_ids, digests);
BEGIN
  INSERT INTO audit_seal (chain, position, entry_ids, digests, previous, hash)
  VALUES (head.chain, next, entry_ids, digests, head.hash, sealed);
  UPDATE audit_chain SET position = next, hash = sealed WHERE chain = head.chain;
END $$;
--> statement-breakpoint

-- What was audited before there were seals, a thousand entries each, over all chains.
DO $$
DECLARE lot record;
BEGIN
  FOR lot IN
    SELECT array_agg(id ORDER BY id) AS entry_ids, array_agg(digest ORDER BY id) AS digests, number
    FROM (SELECT id, audit_entry_digest(entry) AS digest, (row_number() OVER (ORDER BY id) - 1) / 1000 AS number FROM audit_entry AS entry) AS numbered
    GROUP BY number ORDER BY number
  LOOP
    PERFORM seal_audit_entries(head, lot.entry_ids, lot.digests) FROM audit_chain AS head WHERE head.chain = lot.number % 32;
  END LOOP;
END $$;
--> statement-breakpoint

-- Each statement's entries become one link. A chain is held until its writer commits, so a writer takes one that nobody
-- holds: the one this transaction has already, else one of this session's own, else any. Only when all are held it waits.
-- It runs with its owner's rights: who writes entries may not write seals.
CREATE FUNCTION seal_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  entry_ids bigint[];
  digests bytea[];
  held text := current_setting('sapxep.audit_chain', true);
  head audit_chain;
BEGIN
  SELECT array_agg(id ORDER BY id), array_agg(audit_entry_digest(entry) ORDER BY id) INTO entry_ids, digests FROM written AS entry;
  IF entry_ids IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT * INTO head FROM audit_chain
  ORDER BY chain::text IS DISTINCT FROM held, (chain + pg_backend_pid()) % 32 LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    SELECT * INTO head FROM audit_chain WHERE chain = pg_backend_pid() % 32 FOR UPDATE;
  END IF;
  PERFORM set_config('sapxep.audit_chain', head.chain::text, true);
  PERFORM seal_audit_entries(head, entry_ids, digests);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER b_seal AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION seal_audit();
--> statement-breakpoint

-- A seal is written by a trigger and never changed; a head only moves on, to the seal that follows it.
CREATE FUNCTION keep_seal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
    RETURN NEW;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, 'audit entries are sealed by trigger, once');
END $$;
--> statement-breakpoint
CREATE FUNCTION keep_chain() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
    IF NEW.chain = OLD.chain AND NEW.position = OLD.position + 1 AND EXISTS (
      SELECT FROM audit_seal WHERE chain = NEW.chain AND position = NEW.position AND previous = OLD.hash AND hash = NEW.hash) THEN
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, 'a chain of audit seals only grows, by trigger');
END $$;
--> statement-breakpoint
DO $$
DECLARE kept record;
BEGIN
  FOR kept IN
    SELECT * FROM (VALUES ('audit_seal', 'keep_seal'), ('audit_chain', 'keep_chain'), ('personal_read', 'keep_record')) AS t (table_name, keeper)
  LOOP
    EXECUTE format('CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', kept.table_name, kept.keeper);
    EXECUTE format('CREATE TRIGGER a_keep_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION keep_table()', kept.table_name);
  END LOOP;
END $$;
--> statement-breakpoint

-- What the application may do, where it has a role of its own.
REVOKE ALL ON FUNCTION seal_audit_entries(audit_chain, bigint[], bytea[]) FROM PUBLIC;
--> statement-breakpoint
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sapxep_app') THEN
    REVOKE ALL ON audit_entry, audit_seal, audit_chain, personal_read FROM sapxep_app;
    GRANT SELECT, INSERT ON audit_entry, personal_read TO sapxep_app;
    GRANT SELECT ON audit_seal, audit_chain TO sapxep_app;
  END IF;
END $$;
--> statement-breakpoint
-- Both tell of people, so the net of 0010 is beneath them too: an entry is seen where its unit is, who looked at whom by
-- whoever may see everything. Anybody adds to them.
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY scope ON audit_entry FOR SELECT USING ((SELECT sees_everything()) OR sees_unit(unit_id, '-infinity', 'infinity'));
--> statement-breakpoint
CREATE POLICY adding ON audit_entry FOR INSERT WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE personal_read ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY scope ON personal_read FOR SELECT USING ((SELECT sees_everything()));
--> statement-breakpoint
CREATE POLICY adding ON personal_read FOR INSERT WITH CHECK (true);
