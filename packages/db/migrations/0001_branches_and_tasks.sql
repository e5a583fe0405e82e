CREATE DOMAIN "conversation_title" AS text CONSTRAINT "conversation_title_length" CHECK (char_length(VALUE) between 1 and 255);--> statement-breakpoint
CREATE DOMAIN "conversation_preview" AS text CONSTRAINT "conversation_preview_length" CHECK (char_length(VALUE) <= 200);--> statement-breakpoint
CREATE DOMAIN "system_prompt" AS text CONSTRAINT "system_prompt_length" CHECK (char_length(VALUE) <= 32000);--> statement-breakpoint
CREATE DOMAIN "context_limit" AS integer CONSTRAINT "context_limit_range" CHECK (VALUE between 1 and 200);--> statement-breakpoint
CREATE DOMAIN "message_count" AS integer CONSTRAINT "message_count_not_negative" CHECK (VALUE >= 0);--> statement-breakpoint
CREATE DOMAIN "positive_integer" AS integer CONSTRAINT "positive_integer_positive" CHECK (VALUE > 0);--> statement-breakpoint
CREATE TABLE "tasks" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"completed" boolean DEFAULT false NOT NULL,
	"due_on" date,
	"source_conversation_id" uuid,
	"source_message_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tasks_user_id_id_pk" PRIMARY KEY("user_id","id"),
	CONSTRAINT "tasks_title_length" CHECK (char_length("tasks"."title") between 1 and 500),
	CONSTRAINT "tasks_title_not_blank" CHECK (btrim("tasks"."title", E' \t\n\r\f\x0B') <> ''),
	CONSTRAINT "tasks_description_length" CHECK (char_length("tasks"."description") <= 5000),
	CONSTRAINT "tasks_source_whole" CHECK (("tasks"."source_conversation_id" is null) = ("tasks"."source_message_id" is null))
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_parent";
--> statement-breakpoint
-- Postgres builds a check anew for each statement and keeps a domain's ready, which every message gains from.
ALTER TABLE "conversations" DROP CONSTRAINT "conversations_title_length", DROP CONSTRAINT "conversations_preview_length",
	DROP CONSTRAINT "conversations_system_prompt_length", DROP CONSTRAINT "conversations_context_limit", DROP CONSTRAINT "conversations_message_count",
	DROP CONSTRAINT "conversations_main_not_deleted",
	ALTER COLUMN "title" TYPE "conversation_title", ALTER COLUMN "preview" TYPE "conversation_preview", ALTER COLUMN "system_prompt" TYPE "system_prompt",
	ALTER COLUMN "context_limit" TYPE "context_limit", ALTER COLUMN "message_count" TYPE "message_count";--> statement-breakpoint
ALTER TABLE "generation_events" DROP CONSTRAINT "generation_events_seq_positive", ALTER COLUMN "seq" TYPE "positive_integer";--> statement-breakpoint
-- Not valid for what is there: a blank message of the system was allowed. The vertical tab by its number: before version 16 an escaped v is the letter, and a message "v" counted as blank.
ALTER TABLE "messages" DROP CONSTRAINT "messages_seq_positive", DROP CONSTRAINT "messages_status_of_role", DROP CONSTRAINT "messages_content_not_blank",
	DROP CONSTRAINT "messages_content_length", ALTER COLUMN "seq" TYPE "positive_integer",
	ADD CONSTRAINT "messages_content" CHECK ("role" = 'assistant' or ("status" = 'complete' and btrim("content", E' \t\n\r\f\x0B') <> ''
		and char_length("content") <= 1000000)) NOT VALID;--> statement-breakpoint
DROP INDEX "messages_siblings";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "head_parent_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "head_segment" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "head_depth" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "segment" "positive_integer";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "depth" "positive_integer";--> statement-breakpoint
-- The first child of a message goes on in its segment, each further child and each root begins one.
WITH RECURSIVE "ranked" AS (
	SELECT "user_id", "conversation_id", "id", "parent_id", "seq",
		row_number() OVER (PARTITION BY "user_id", "conversation_id", "parent_id" ORDER BY "seq") = 1 AS "first"
	FROM "messages"
), "placed" AS (
	SELECT "user_id", "conversation_id", "id", "seq" AS "segment", 1 AS "depth" FROM "ranked" WHERE "parent_id" IS NULL
	UNION ALL
	SELECT r."user_id", r."conversation_id", r."id", CASE WHEN r."first" THEN p."segment" ELSE r."seq" END, p."depth" + 1
	FROM "placed" p JOIN "ranked" r
		ON r."user_id" = p."user_id" AND r."conversation_id" = p."conversation_id" AND r."parent_id" = p."id"
)
UPDATE "messages" m SET "segment" = p."segment", "depth" = p."depth" FROM "placed" p
WHERE m."user_id" = p."user_id" AND m."conversation_id" = p."conversation_id" AND m."id" = p."id";--> statement-breakpoint
UPDATE "conversations" c SET "head_parent_id" = m."parent_id", "head_segment" = m."segment", "head_depth" = m."depth"
FROM "messages" m WHERE m."user_id" = c."user_id" AND m."conversation_id" = c."id" AND m."id" = c."head_id";--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "segment" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "depth" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_source" FOREIGN KEY ("user_id","source_conversation_id","source_message_id") REFERENCES "public"."messages"("user_id","conversation_id","id") ON DELETE SET NULL ("source_conversation_id","source_message_id") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tasks_list" ON "tasks" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "tasks_completed" ON "tasks" USING btree ("user_id","completed","created_at","id");--> statement-breakpoint
CREATE INDEX "tasks_source" ON "tasks" USING btree ("user_id","source_conversation_id","source_message_id") WHERE "tasks"."source_conversation_id" is not null;--> statement-breakpoint
DROP INDEX "conversations_main";--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_main" ON "conversations" USING btree ("user_id") WHERE "is_main" and "deleted_at" is null;--> statement-breakpoint
CREATE INDEX "messages_forks" ON "messages" USING btree ("user_id","conversation_id","parent_id","seq") WHERE "messages"."segment" = "messages"."seq";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_branch" UNIQUE("user_id","conversation_id","segment","depth");--> statement-breakpoint
-- Without it Postgres takes user and conversation for independent, expects one message in any conversation of any size, and
-- may look for a message through its whole conversation instead of by its key.
CREATE STATISTICS "messages_of_conversation" (dependencies) ON "user_id", "conversation_id" FROM "messages";--> statement-breakpoint
-- Places a message that does not come from the repository's statements, which set parley.placed for themselves: they hold
-- the conversation's row lock, know the place, and count. A look at the rows costs them more than the rest of the insert.
CREATE FUNCTION "messages_place"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	"forked" boolean;
BEGIN
	IF NEW."seq" > 1 AND NOT EXISTS (SELECT FROM "public"."messages" m WHERE m."user_id" = NEW."user_id"
			AND m."conversation_id" = NEW."conversation_id" AND m."seq" = NEW."seq" - 1) THEN
		RAISE check_violation USING MESSAGE = 'the message would leave a gap in seq', TABLE = 'messages', CONSTRAINT = 'messages_gapless';
	END IF;
	NEW."segment" := NEW."seq";
	NEW."depth" := 1;
	IF NEW."parent_id" IS NOT NULL THEN
		SELECT p."segment", p."depth" + 1, EXISTS (SELECT FROM "public"."messages" m WHERE m."user_id" = p."user_id"
				AND m."conversation_id" = p."conversation_id" AND m."segment" = p."segment" AND m."depth" = p."depth" + 1)
			INTO NEW."segment", NEW."depth", "forked"
			FROM "public"."messages" p WHERE p."user_id" = NEW."user_id"
				AND p."conversation_id" = NEW."conversation_id" AND p."id" = NEW."parent_id";
		IF NOT FOUND THEN
			RAISE foreign_key_violation USING MESSAGE = 'the parent is not in this conversation', TABLE = 'messages', CONSTRAINT = 'messages_parent';
		END IF;
		IF "forked" THEN
			NEW."segment" := NEW."seq";
		END IF;
	END IF;
	-- One that was loaded with its count and head has them already.
	UPDATE "public"."conversations" c SET "message_count" = NEW."seq", "head_id" = NEW."id", "head_parent_id" = NEW."parent_id",
		"head_segment" = NEW."segment", "head_depth" = NEW."depth", "updated_at" = greatest(c."updated_at", clock_timestamp()),
		"preview" = coalesce(nullif(btrim(left(regexp_replace(left(NEW."content", 1600), '\s+', ' ', 'g'), 200)), ''), c."preview")
		WHERE c."user_id" = NEW."user_id" AND c."id" = NEW."conversation_id" AND c."message_count" = NEW."seq" - 1;
	RETURN NEW;
END
$$;--> statement-breakpoint
CREATE FUNCTION "messages_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE check_violation USING MESSAGE = 'a message keeps its place and goes only with its conversation', TABLE = 'messages', CONSTRAINT = 'messages_keep';
END
$$;--> statement-breakpoint
CREATE TRIGGER "messages_place" BEFORE INSERT ON "messages" FOR EACH ROW
	WHEN (current_setting('parley.placed', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION "messages_place"();--> statement-breakpoint
CREATE TRIGGER "messages_stay" BEFORE UPDATE OF "user_id", "conversation_id", "id", "parent_id", "seq", "segment", "depth" ON "messages" FOR EACH ROW
	EXECUTE FUNCTION "messages_keep"();--> statement-breakpoint
-- A cascade deletes from inside another trigger.
CREATE TRIGGER "messages_keep" BEFORE DELETE ON "messages" FOR EACH ROW
	WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "messages_keep"();
