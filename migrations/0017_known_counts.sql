-- People of a unit at a point in both times are counted from an index alone: a province as it was known at an instant took
-- three times as long, since every row of its people was fetched. And the few units of a kind are found without looking at all.
DROP INDEX "payroll_unit_recorded";--> statement-breakpoint
DROP INDEX "workplace_unit_recorded";--> statement-breakpoint
CREATE INDEX "unit_version_kind" ON "unit_version" USING btree ("kind","unit_id") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "payroll_unit_recorded" ON "payroll" USING btree ("unit_id","valid_from","valid_to","recorded_at","superseded_at");--> statement-breakpoint
CREATE INDEX "workplace_unit_recorded" ON "workplace" USING btree ("unit_id","basis","valid_from","valid_to","recorded_at","superseded_at");