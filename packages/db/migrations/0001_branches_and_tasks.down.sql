DROP TABLE "tasks";
DROP STATISTICS "messages_of_conversation";
DROP TRIGGER "messages_keep" ON "messages";
DROP TRIGGER "messages_stay" ON "messages";
DROP TRIGGER "messages_place" ON "messages";
DROP FUNCTION "messages_keep";
DROP FUNCTION "messages_place";
ALTER TABLE "messages" DROP COLUMN "segment", DROP COLUMN "depth";
ALTER TABLE "conversations" DROP COLUMN "head_parent_id", DROP COLUMN "head_segment", DROP COLUMN "head_depth";
CREATE INDEX "messages_siblings" ON "messages" USING btree ("user_id","conversation_id","parent_id","seq");
ALTER TABLE "messages" ADD CONSTRAINT "messages_parent" FOREIGN KEY ("user_id","conversation_id","parent_id") REFERENCES "messages"("user_id","conversation_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "messages" DROP CONSTRAINT "messages_content", ALTER COLUMN "seq" TYPE integer,
	ADD CONSTRAINT "messages_seq_positive" CHECK ("seq" > 0),
	ADD CONSTRAINT "messages_status_of_role" CHECK ("status" = 'complete' or "role" = 'assistant'),
	ADD CONSTRAINT "messages_content_not_blank" CHECK ("role" <> 'user' or btrim("content", E' \t\n\r\f\v') <> ''),
	ADD CONSTRAINT "messages_content_length" CHECK ("role" = 'assistant' or char_length("content") <= 1000000);
ALTER TABLE "generation_events" ALTER COLUMN "seq" TYPE integer, ADD CONSTRAINT "generation_events_seq_positive" CHECK ("seq" > 0);
UPDATE "conversations" SET "is_main" = false WHERE "deleted_at" IS NOT NULL;
DROP INDEX "conversations_main";
CREATE UNIQUE INDEX "conversations_main" ON "conversations" USING btree ("user_id") WHERE "is_main";
ALTER TABLE "conversations" ALTER COLUMN "title" TYPE text, ALTER COLUMN "preview" TYPE text, ALTER COLUMN "system_prompt" TYPE text,
	ALTER COLUMN "context_limit" TYPE integer, ALTER COLUMN "message_count" TYPE integer,
	ADD CONSTRAINT "conversations_title_length" CHECK (char_length("title") between 1 and 255),
	ADD CONSTRAINT "conversations_preview_length" CHECK (char_length("preview") <= 200),
	ADD CONSTRAINT "conversations_system_prompt_length" CHECK (char_length("system_prompt") <= 32000),
	ADD CONSTRAINT "conversations_context_limit" CHECK ("context_limit" between 1 and 200),
	ADD CONSTRAINT "conversations_message_count" CHECK ("message_count" >= 0),
	ADD CONSTRAINT "conversations_main_not_deleted" CHECK (not ("is_main" and "deleted_at" is not null));
DROP DOMAIN "conversation_title", "conversation_preview", "system_prompt", "context_limit", "message_count", "positive_integer";
