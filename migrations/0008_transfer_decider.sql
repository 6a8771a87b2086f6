ALTER TABLE "transfer_step" ADD COLUMN "decided_by_id" bigint;--> statement-breakpoint
ALTER TABLE transfer_step ADD CONSTRAINT not_found__transfer_step_decided_by FOREIGN KEY (decided_by_id) REFERENCES unit (id);
