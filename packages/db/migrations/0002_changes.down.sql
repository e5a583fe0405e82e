DROP TRIGGER "tasks_changed" ON "tasks";
DROP TRIGGER "generations_changed" ON "generations";
DROP TRIGGER "conversations_changed" ON "conversations";
DROP FUNCTION "stamp_change";
ALTER TABLE "tasks" DROP COLUMN "changed_in";
ALTER TABLE "generations" DROP COLUMN "changed_in";
ALTER TABLE "conversations" DROP COLUMN "changed_in", DROP COLUMN "writing_id", DROP COLUMN "title_given";
DROP TABLE "erasures";
DROP TYPE "erased_noun";
