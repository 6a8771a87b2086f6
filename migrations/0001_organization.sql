CREATE TYPE "public"."change_kind" AS ENUM('ESTABLISH', 'RENAME', 'RETYPE', 'REPARENT', 'MERGE', 'ABSORB', 'SPLIT', 'DISSOLVE', 'TERRITORY', 'CORRECTION');--> statement-breakpoint
CREATE TYPE "public"."instrument_kind" AS ENUM('LAW', 'RESOLUTION', 'DECREE', 'CIRCULAR', 'DECISION', 'PLAN', 'CONCLUSION', 'DISPATCH', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."site_role" AS ENUM('SEAT', 'PREMISES');--> statement-breakpoint
CREATE TYPE "public"."territory_level" AS ENUM('PROVINCE', 'DISTRICT', 'COMMUNE');--> statement-breakpoint
CREATE TYPE "public"."lineage_extent" AS ENUM('WHOLE', 'PARTIAL');--> statement-breakpoint
CREATE TYPE "public"."relation_kind" AS ENUM('ESTABLISHMENT', 'STAFF_MANAGEMENT', 'FACILITY_MANAGEMENT', 'PROFESSIONAL');--> statement-breakpoint
CREATE TYPE "public"."unit_kind" AS ENUM('PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER', 'BRANCH', 'ONE_STOP', 'RECEPTION_POINT', 'PEOPLES_COMMITTEE', 'DEPARTMENT', 'OUTSIDE_BODY');--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"actor" text NOT NULL,
	"verb" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"instrument_id" bigint,
	"change_id" bigint,
	"request_id" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "change_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" "change_kind" NOT NULL,
	"on_day" date NOT NULL,
	"instrument_id" bigint,
	"decided_by_id" bigint,
	"no_successor" boolean DEFAULT false NOT NULL,
	"assumed" boolean DEFAULT false NOT NULL,
	"note" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"verb" text NOT NULL,
	"request_hash" text NOT NULL,
	"outcome" jsonb,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "idempotency_mismatch__key" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE TABLE "legal_instrument" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "legal_instrument_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"number" text NOT NULL,
	"kind" "instrument_kind" NOT NULL,
	"issuer_unit_id" bigint,
	"issuer_name" text,
	"issued_on" date NOT NULL,
	"in_force_from" date NOT NULL,
	"title" text NOT NULL,
	"supersedes_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plan_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"title" text NOT NULL,
	"center_id" bigint NOT NULL,
	"instrument_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_territory" (
	"plan_id" bigint NOT NULL,
	"territory_id" bigint NOT NULL,
	CONSTRAINT "already_exists__plan_territory" PRIMARY KEY("plan_id","territory_id")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "site_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"address" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"area_m2" double precision,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_site" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_site_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"site_id" bigint NOT NULL,
	"role" "site_role" NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_territory" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "service_territory_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"territory_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "territory" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "territory_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"level" "territory_level" NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "territory_lineage" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "territory_lineage_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" bigint NOT NULL,
	"target_id" bigint NOT NULL,
	"extent" "lineage_extent" NOT NULL,
	"on_day" date NOT NULL,
	"instrument_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "territory_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "territory_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"territory_id" bigint NOT NULL,
	"code" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" bigint,
	"latitude" double precision,
	"longitude" double precision,
	"area_km2" double precision,
	"instrument_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"tree_version" bigint DEFAULT 0 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_life" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_life_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"opened_by" bigint,
	"closed_by" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_lineage" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_lineage_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" bigint NOT NULL,
	"target_id" bigint NOT NULL,
	"extent" "lineage_extent" NOT NULL,
	"on_day" date NOT NULL,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_relation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_relation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"child_id" bigint NOT NULL,
	"kind" "relation_kind" NOT NULL,
	"parent_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"until_event" text,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"name" text NOT NULL,
	"short_name" text,
	"kind" "unit_kind" NOT NULL,
	"branch_type" integer,
	"rank" text,
	"own_seal" boolean NOT NULL,
	"own_account" boolean NOT NULL,
	"independent_accounting" boolean NOT NULL,
	"change_id" bigint,
	"search_text" text GENERATED ALWAYS AS (fold_text(name || ' ' || coalesce(short_name, ''))) STORED,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("subject_type","subject","id");--> statement-breakpoint
CREATE INDEX "unit_site_unit" ON "unit_site" USING btree ("unit_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "service_territory_unit" ON "service_territory" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "service_territory_territory" ON "service_territory" USING btree ("territory_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "service_territory_unit_recorded" ON "service_territory" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "territory_lineage_source" ON "territory_lineage" USING btree ("source_id","on_day");--> statement-breakpoint
CREATE INDEX "territory_lineage_target" ON "territory_lineage" USING btree ("target_id","on_day");--> statement-breakpoint
CREATE INDEX "territory_version_territory" ON "territory_version" USING btree ("territory_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "territory_version_code" ON "territory_version" USING btree ("code","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "territory_version_parent" ON "territory_version" USING btree ("parent_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "unit_life_unit" ON "unit_life" USING btree ("unit_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "unit_lineage_source" ON "unit_lineage" USING btree ("source_id","on_day");--> statement-breakpoint
CREATE INDEX "unit_lineage_target" ON "unit_lineage" USING btree ("target_id","on_day");--> statement-breakpoint
CREATE INDEX "unit_relation_child" ON "unit_relation" USING btree ("child_id","kind","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "unit_relation_parent" ON "unit_relation" USING btree ("parent_id","kind","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "unit_relation_child_recorded" ON "unit_relation" USING btree ("child_id","recorded_at");--> statement-breakpoint
CREATE INDEX "unit_relation_parent_recorded" ON "unit_relation" USING btree ("parent_id","recorded_at");--> statement-breakpoint
CREATE INDEX "unit_version_unit" ON "unit_version" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "unit_version_unit_recorded" ON "unit_version" USING btree ("unit_id","recorded_at");