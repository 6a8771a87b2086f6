CREATE TYPE "public"."secondment_return" AS ENUM('RETURN', 'EXTEND', 'TRANSFER');--> statement-breakpoint
CREATE TYPE "public"."secondment_step_kind" AS ENUM('PROPOSED', 'AGREED_HOME', 'AGREED_HOST', 'DECIDED', 'EXTENDED', 'RECALLED', 'RETURNED', 'REJECTED');--> statement-breakpoint
CREATE TYPE "public"."leader_role" AS ENUM('DIRECTOR', 'DEPUTY_DIRECTOR');--> statement-breakpoint
CREATE TYPE "public"."staff_category" AS ENUM('CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT', 'POSTAL', 'VOLUNTEER', 'OUTSIDE_SUPPORT');--> statement-breakpoint
CREATE TYPE "public"."workplace_basis" AS ENUM('ADDITIONAL', 'POST', 'ASSIGNMENT', 'SECONDMENT', 'SECONDED_ASSIGNMENT');--> statement-breakpoint
CREATE TYPE "public"."transfer_step_kind" AS ENUM('PROPOSED', 'AGREED_FROM', 'AGREED_TO', 'DECIDED', 'REJECTED', 'CANCELLED');--> statement-breakpoint
CREATE TABLE "quota" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quota_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"category" "staff_category" NOT NULL,
	"year" integer NOT NULL,
	"ceiling" integer NOT NULL,
	"minimum" integer,
	"center_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"instrument_id" bigint,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secondment" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "secondment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"home_id" bigint NOT NULL,
	"host_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secondment_step" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "secondment_step_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"secondment_id" bigint NOT NULL,
	"step" "secondment_step_kind" NOT NULL,
	"until_day" date NOT NULL,
	"on_return" "secondment_return",
	"on_day" date NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "appointment" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "appointment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"role" "leader_role" NOT NULL,
	"concurrent" boolean DEFAULT false NOT NULL,
	"decided_by_id" bigint,
	"instrument_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "assignment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"decided_by_id" bigint,
	"instrument_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "digital_signature" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "digital_signature_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"serial" text NOT NULL,
	"issuer" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leadership" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "leadership_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"appointment_id" bigint NOT NULL,
	"staff_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"role" "leader_role" NOT NULL,
	"concurrent" boolean NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"instrument_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payroll" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payroll_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"category" "staff_category" NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"instrument_id" bigint,
	"transfer_id" bigint,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "staff_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"last_recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "staff_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"name" text NOT NULL,
	"category" "staff_category" NOT NULL,
	"protected" boolean DEFAULT false NOT NULL,
	"instrument_id" bigint,
	"note" text,
	"search_text" text GENERATED ALWAYS AS (fold_text(name)) STORED,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workplace" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "workplace_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"basis" "workplace_basis" NOT NULL,
	"counter" text,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"assignment_id" bigint,
	"secondment_id" bigint,
	"instrument_id" bigint,
	"transfer_id" bigint,
	"change_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"superseded_at" timestamp with time zone DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "transfer_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"from_unit_id" bigint,
	"to_unit_id" bigint NOT NULL,
	"workplace_id" bigint,
	"category" "staff_category",
	"on_day" date NOT NULL,
	"batch_id" bigint NOT NULL,
	"compensates_id" bigint,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfer_batch" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "transfer_batch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfer_step" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "transfer_step_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transfer_id" bigint NOT NULL,
	"step" "transfer_step_kind" NOT NULL,
	"on_day" date NOT NULL,
	"instrument_id" bigint,
	"reference" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"decided_by_id" bigint
);
--> statement-breakpoint
ALTER TABLE "unit" ADD COLUMN "staff_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "quota_unit" ON "quota" USING btree ("unit_id","category","valid_from") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "quota_center" ON "quota" USING btree ("center_id","category","valid_from") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "quota_unit_recorded" ON "quota" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "secondment_staff" ON "secondment" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "secondment_home" ON "secondment" USING btree ("home_id");--> statement-breakpoint
CREATE INDEX "secondment_host" ON "secondment" USING btree ("host_id");--> statement-breakpoint
CREATE INDEX "secondment_step_secondment" ON "secondment_step" USING btree ("secondment_id");--> statement-breakpoint
CREATE INDEX "digital_signature_staff" ON "digital_signature" USING btree ("staff_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "leadership_staff" ON "leadership" USING btree ("staff_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "leadership_unit" ON "leadership" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "leadership_appointment" ON "leadership" USING btree ("appointment_id");--> statement-breakpoint
CREATE INDEX "payroll_staff" ON "payroll" USING btree ("staff_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "payroll_unit" ON "payroll" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "payroll_staff_recorded" ON "payroll" USING btree ("staff_id","recorded_at");--> statement-breakpoint
CREATE INDEX "payroll_unit_recorded" ON "payroll" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "staff_version_staff" ON "staff_version" USING btree ("staff_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "staff_version_staff_recorded" ON "staff_version" USING btree ("staff_id","recorded_at");--> statement-breakpoint
CREATE INDEX "workplace_staff" ON "workplace" USING btree ("staff_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "workplace_unit" ON "workplace" USING btree ("unit_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "workplace_staff_recorded" ON "workplace" USING btree ("staff_id","recorded_at");--> statement-breakpoint
CREATE INDEX "workplace_unit_recorded" ON "workplace" USING btree ("unit_id","recorded_at");--> statement-breakpoint
CREATE INDEX "workplace_secondment" ON "workplace" USING btree ("secondment_id") WHERE secondment_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "workplace_assignment" ON "workplace" USING btree ("assignment_id") WHERE assignment_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX "transfer_staff" ON "transfer" USING btree ("staff_id","on_day");--> statement-breakpoint
CREATE INDEX "transfer_from" ON "transfer" USING btree ("from_unit_id");--> statement-breakpoint
CREATE INDEX "transfer_to" ON "transfer" USING btree ("to_unit_id");--> statement-breakpoint
CREATE INDEX "transfer_batch_transfers" ON "transfer" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "transfer_step_transfer" ON "transfer_step" USING btree ("transfer_id");