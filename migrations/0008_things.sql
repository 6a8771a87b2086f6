CREATE TYPE "public"."bank_account_status_kind" AS ENUM('REQUESTED', 'OPENED', 'CLOSED', 'REFUSED');--> statement-breakpoint
CREATE TYPE "public"."counter_kind" AS ENUM('STANDARD', 'NON_BOUNDARY', 'PRIORITY', 'COMBINED');--> statement-breakpoint
CREATE TYPE "public"."equipment_need_status_kind" AS ENUM('REGISTERED', 'CONSOLIDATED', 'FUNDED', 'PURCHASED', 'REFUSED');--> statement-breakpoint
CREATE TYPE "public"."readiness_item" AS ENUM('OFFICIAL_ACCOUNTS', 'PROCEDURES');--> statement-breakpoint
CREATE TYPE "public"."handover_status_kind" AS ENUM('LISTED', 'INSPECTED', 'SIGNED', 'CLOSED', 'DISPUTED', 'CANCELLED');--> statement-breakpoint
CREATE TYPE "public"."seal_kind" AS ENUM('PRINCIPAL', 'ADDITIONAL', 'EMBOSSED', 'REDUCED');--> statement-breakpoint
CREATE TYPE "public"."seal_status_kind" AS ENUM('REQUESTED', 'AUTHORIZED', 'ENGRAVED', 'REGISTERED', 'IN_USE', 'WITHDRAWN', 'RETURNED', 'DESTROYED', 'ARCHIVED', 'LOST', 'INVALIDATED');--> statement-breakpoint
CREATE TYPE "public"."signboard_status_kind" AS ENUM('DESIGNED', 'BRAND_APPROVED', 'MADE', 'MOUNTED', 'REMOVED', 'DISPOSED');--> statement-breakpoint
ALTER TYPE "public"."gate_kind" ADD VALUE 'BANK_ACCOUNTS_OPEN';--> statement-breakpoint
ALTER TYPE "public"."gate_kind" ADD VALUE 'DIGITAL_SIGNATURES_VALID';--> statement-breakpoint
ALTER TYPE "public"."gate_kind" ADD VALUE 'PROCEDURES_CONFIGURED';--> statement-breakpoint
ALTER TYPE "public"."gate_kind" ADD VALUE 'EQUIPMENT_PURCHASED';--> statement-breakpoint
CREATE TABLE "bank_account" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank_account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"bank" text NOT NULL,
	"purpose" text,
	"plan_id" bigint,
	"phase_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_account_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank_account_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bank_account_id" bigint NOT NULL,
	"status" "bank_account_status_kind" NOT NULL,
	"bank" text NOT NULL,
	"number" text,
	"unit_id" bigint NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"note" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counter" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "counter_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counter_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "counter_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"counter_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"label" text NOT NULL,
	"kind" "counter_kind" NOT NULL,
	"weekdays" integer[] NOT NULL,
	"site_id" bigint,
	"instrument_id" bigint,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "equipment_need" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "equipment_need_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"item" text NOT NULL,
	"quantity" integer NOT NULL,
	"unit_price" bigint,
	"plan_id" bigint,
	"phase_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "equipment_need_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "equipment_need_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"equipment_need_id" bigint NOT NULL,
	"status" "equipment_need_status_kind" NOT NULL,
	"acted_by_id" bigint,
	"amount" bigint,
	"unit_id" bigint NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"note" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readiness" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "readiness_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"item" "readiness_item" NOT NULL,
	"field" text,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	"instrument_id" bigint,
	"source" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handover" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "handover_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"giver_id" bigint NOT NULL,
	"receiver_id" bigint NOT NULL,
	"site_id" bigint,
	"plan_id" bigint,
	"phase_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handover_item" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "handover_item_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"handover_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"description" text NOT NULL,
	"quantity" double precision NOT NULL,
	"measure" text,
	"condition" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handover_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "handover_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"handover_id" bigint NOT NULL,
	"status" "handover_status_kind" NOT NULL,
	"giver_signatory" text,
	"receiver_signatory" text,
	"unit_id" bigint NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"note" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seal" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seal_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"kind" "seal_kind" NOT NULL,
	"engraved_name" text NOT NULL,
	"permission_id" bigint,
	"plan_id" bigint,
	"phase_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seal_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seal_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"seal_id" bigint NOT NULL,
	"kind" "seal_kind" NOT NULL,
	"status" "seal_status_kind" NOT NULL,
	"holder_id" bigint,
	"received_by" text,
	"unit_id" bigint NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"note" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signboard" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "signboard_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"text" text NOT NULL,
	"site_id" bigint,
	"plan_id" bigint,
	"phase_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signboard_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "signboard_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"signboard_id" bigint NOT NULL,
	"status" "signboard_status_kind" NOT NULL,
	"unit_id" bigint NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"note" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "premises" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "premises_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"site_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"until_event" text,
	"handover_id" bigint,
	"instrument_id" bigint,
	"assumed" boolean DEFAULT false NOT NULL,
	"change_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dossier_load" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dossier_load_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"counter_id" bigint,
	"day" date NOT NULL,
	"received" integer NOT NULL,
	"received_at_most" integer,
	"resolved_on_time" integer,
	"late" integer,
	"supplement_asked" integer,
	"withdrawn" integer,
	"digitized" integer,
	"archived" integer,
	"published" integer,
	"surveyed" integer,
	"satisfied" integer,
	"source" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "digital_signature" ADD COLUMN "revoked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "unit" ADD COLUMN "thing_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "bank_account_unit" ON "bank_account" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "bank_account_phase" ON "bank_account" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "bank_account_status_account" ON "bank_account_status" USING btree ("bank_account_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "bank_account_status_unit" ON "bank_account_status" USING btree ("unit_id","status","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "bank_account_status_account_recorded" ON "bank_account_status" USING btree ("bank_account_id","recorded_at");--> statement-breakpoint
CREATE INDEX "counter_version_counter" ON "counter_version" USING btree ("counter_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "counter_version_unit" ON "counter_version" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "counter_version_counter_recorded" ON "counter_version" USING btree ("counter_id","recorded_at");--> statement-breakpoint
CREATE INDEX "counter_version_unit_recorded" ON "counter_version" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "equipment_need_unit" ON "equipment_need" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "equipment_need_phase" ON "equipment_need" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "equipment_need_status_need" ON "equipment_need_status" USING btree ("equipment_need_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "equipment_need_status_need_recorded" ON "equipment_need_status" USING btree ("equipment_need_id","recorded_at");--> statement-breakpoint
CREATE INDEX "readiness_unit" ON "readiness" USING btree ("unit_id","item","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "readiness_unit_recorded" ON "readiness" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "handover_giver" ON "handover" USING btree ("giver_id");--> statement-breakpoint
CREATE INDEX "handover_receiver" ON "handover" USING btree ("receiver_id");--> statement-breakpoint
CREATE INDEX "handover_site" ON "handover" USING btree ("site_id");--> statement-breakpoint
CREATE INDEX "handover_phase" ON "handover" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "handover_item_handover" ON "handover_item" USING btree ("handover_id","position");--> statement-breakpoint
CREATE INDEX "handover_status_handover" ON "handover_status" USING btree ("handover_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "handover_status_handover_recorded" ON "handover_status" USING btree ("handover_id","recorded_at");--> statement-breakpoint
CREATE INDEX "seal_unit" ON "seal" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "seal_phase" ON "seal" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "seal_status_seal" ON "seal_status" USING btree ("seal_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "seal_status_unit" ON "seal_status" USING btree ("unit_id","status","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "seal_status_seal_recorded" ON "seal_status" USING btree ("seal_id","recorded_at");--> statement-breakpoint
CREATE INDEX "signboard_unit" ON "signboard" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "signboard_phase" ON "signboard" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "signboard_status_signboard" ON "signboard_status" USING btree ("signboard_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "signboard_status_unit" ON "signboard_status" USING btree ("unit_id","status","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "signboard_status_signboard_recorded" ON "signboard_status" USING btree ("signboard_id","recorded_at");--> statement-breakpoint
CREATE INDEX "premises_site" ON "premises" USING btree ("site_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "premises_unit" ON "premises" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "premises_unit_recorded" ON "premises" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "dossier_load_unit" ON "dossier_load" USING btree ("unit_id","day") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "dossier_load_unit_recorded" ON "dossier_load" USING btree ("unit_id","recorded_at");