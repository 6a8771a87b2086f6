ALTER TABLE "plan" DROP COLUMN "title";--> statement-breakpoint
ALTER TABLE "plan" DROP COLUMN "instrument_id";