CREATE TYPE "public"."gate_kind" AS ENUM('TERRITORY_COVERAGE', 'CHANGES_APPLIED', 'DIRECTOR_APPOINTED', 'MINIMUM_HEADCOUNT', 'SEALS_IN_USE', 'OLD_SEALS_RETURNED', 'SIGNBOARDS_MOUNTED', 'HANDOVERS_SIGNED', 'COUNTERS_OPEN', 'TASKS_DONE', 'ACCOUNTS_CREATED', 'KPI_REACHED', 'ATTESTATION');--> statement-breakpoint
CREATE TYPE "public"."gate_moment" AS ENUM('READY', 'COMPLETED');--> statement-breakpoint
CREATE TYPE "public"."phase_status_kind" AS ENUM('DRAFT', 'PLANNED', 'READY', 'ACTIVE', 'SUSPENDED', 'COMPLETED', 'CANCELLED', 'SUPERSEDED');--> statement-breakpoint
CREATE TYPE "public"."plan_status_kind" AS ENUM('DRAFT', 'ADOPTED', 'SUPERSEDED');--> statement-breakpoint
CREATE TYPE "public"."due_precision" AS ENUM('DAY', 'MONTH', 'NONE');--> statement-breakpoint
CREATE TYPE "public"."task_status_kind" AS ENUM('OPEN', 'DONE', 'CANCELLED');--> statement-breakpoint
CREATE TABLE "gate" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gate_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"phase_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"kind" "gate_kind" NOT NULL,
	"moment" "gate_moment" NOT NULL,
	"mandatory" boolean NOT NULL,
	"owner_id" bigint,
	"due" date,
	"source" jsonb,
	"assumed" boolean DEFAULT false NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gate_attestation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gate_attestation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"phase_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"gate_code" text NOT NULL,
	"evidence" text NOT NULL,
	"attested_by" text NOT NULL,
	"instrument_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phase" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phase_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"plan_id" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phase_freeze" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phase_freeze_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"phase_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"source" jsonb,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phase_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phase_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"phase_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"status" "phase_status_kind" NOT NULL,
	"instrument_id" bigint,
	"assumed" boolean DEFAULT false NOT NULL,
	"note" text,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phase_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phase_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"phase_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"title" text NOT NULL,
	"window_from" date NOT NULL,
	"window_to" date DEFAULT 'infinity' NOT NULL,
	"live_until" date DEFAULT 'infinity' NOT NULL,
	"allowed" "change_kind"[] NOT NULL,
	"source" jsonb,
	"assumed" boolean DEFAULT false NOT NULL,
	"instrument_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plan_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"plan_id" bigint NOT NULL,
	"status" "plan_status_kind" NOT NULL,
	"instrument_id" bigint,
	"note" text,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plan_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"plan_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"instrument_id" bigint,
	"source" jsonb,
	"document" text,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "planned_change" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "planned_change_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"phase_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"kind" "change_kind" NOT NULL,
	"on_day" date NOT NULL,
	"change" jsonb NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "policy_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"value" text NOT NULL,
	"scope_id" bigint,
	"instrument_id" bigint,
	"article" text,
	"confirmed" boolean DEFAULT false NOT NULL,
	"note" text,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waiver" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "waiver_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"unit_id" bigint,
	"plan_id" bigint,
	"phase" integer,
	"gate" text,
	"reason" text NOT NULL,
	"approved_by_id" bigint,
	"instrument_id" bigint,
	"version" bigint DEFAULT 0 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waiver_term" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "waiver_term_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"waiver_id" bigint NOT NULL,
	"instrument_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waiver_use" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "waiver_use_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"waiver_id" bigint NOT NULL,
	"verb" text NOT NULL,
	"subject" text NOT NULL,
	"on_day" date NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"plan_id" bigint NOT NULL,
	"phase_id" bigint,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"due_on" date,
	"due_precision" "due_precision" NOT NULL,
	"due_text" text,
	"source" jsonb,
	"assumed" boolean DEFAULT false NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task_owner" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_owner_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task_status" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_status_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"status" "task_status_kind" NOT NULL,
	"evidence" text,
	"instrument_id" bigint,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "change_event" ADD COLUMN "plan_id" bigint;--> statement-breakpoint
ALTER TABLE "change_event" ADD COLUMN "phase_id" bigint;--> statement-breakpoint
ALTER TABLE "change_event" ADD COLUMN "planned_change_id" bigint;--> statement-breakpoint
ALTER TABLE "change_event" ADD COLUMN "compensates_id" bigint;--> statement-breakpoint
ALTER TABLE "plan" ADD COLUMN "version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "plan" ADD COLUMN "last_recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL;--> statement-breakpoint
CREATE INDEX "gate_phase" ON "gate" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "gate_attestation_gate" ON "gate_attestation" USING btree ("phase_id","gate_code");--> statement-breakpoint
CREATE INDEX "phase_freeze_unit" ON "phase_freeze" USING btree ("unit_id") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "phase_freeze_phase" ON "phase_freeze" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "phase_status_phase" ON "phase_status" USING btree ("phase_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "phase_version_phase" ON "phase_version" USING btree ("phase_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "plan_status_plan" ON "plan_status" USING btree ("plan_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "plan_version_plan" ON "plan_version" USING btree ("plan_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "planned_change_phase" ON "planned_change" USING btree ("phase_id","position") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "policy_scope" ON "policy" USING btree ("scope_id","key","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "waiver_code" ON "waiver" USING btree ("code");--> statement-breakpoint
CREATE INDEX "waiver_term_waiver" ON "waiver_term" USING btree ("waiver_id");--> statement-breakpoint
CREATE INDEX "waiver_use_waiver" ON "waiver_use" USING btree ("waiver_id");--> statement-breakpoint
CREATE INDEX "task_plan" ON "task" USING btree ("plan_id","code");--> statement-breakpoint
CREATE INDEX "task_phase" ON "task" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "task_owner_task" ON "task_owner" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "task_owner_unit" ON "task_owner" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "task_status_task" ON "task_status" USING btree ("task_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "change_event_phase" ON "change_event" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "change_event_planned_change" ON "change_event" USING btree ("planned_change_id") WHERE planned_change_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "already_done__compensation" ON "change_event" USING btree ("compensates_id") WHERE compensates_id IS NOT NULL;