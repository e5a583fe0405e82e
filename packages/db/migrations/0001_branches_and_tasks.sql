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
-- Before version 16 an escaped v is the letter, so that a message "v" counted as blank.
ALTER TABLE "messages" DROP CONSTRAINT "messages_content_not_blank";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_content_not_blank" CHECK ("role" <> 'user' or btrim("content", E' \t\n\r\f\x0B') <> '');--> statement-breakpoint
DROP INDEX "messages_siblings";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "head_parent_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "head_segment" integer;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "head_depth" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "segment" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "depth" integer;--> statement-breakpoint
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
CREATE INDEX "messages_forks" ON "messages" USING btree ("user_id","conversation_id","parent_id","seq") WHERE "messages"."segment" = "messages"."seq";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_branch" UNIQUE("user_id","conversation_id","segment","depth");--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_head_whole" CHECK (num_nonnulls("head_id", "head_segment", "head_depth") = case when "head_id" is null then 0 else 3 end);--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_segment_began" CHECK ("segment" between 1 and "seq");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_depth" CHECK ("depth" between 1 and "seq");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_root" CHECK (("parent_id" is null) = ("depth" = 1));--> statement-breakpoint
-- Places a message that does not come from the repository's statements, which set parley.placed for themselves: they hold
-- the conversation's row lock and know the place. A look at the rows costs them more than the rest of the insert.
CREATE FUNCTION "messages_place"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	"forked" boolean;
BEGIN
	IF NEW."seq" > 1 AND NOT EXISTS (SELECT FROM "messages" m WHERE m."user_id" = NEW."user_id"
			AND m."conversation_id" = NEW."conversation_id" AND m."seq" = NEW."seq" - 1) THEN
		RAISE check_violation USING MESSAGE = 'the message would leave a gap in seq', TABLE = 'messages', CONSTRAINT = 'messages_gapless';
	END IF;
	IF NEW."parent_id" IS NULL THEN
		NEW."segment" := NEW."seq";
		NEW."depth" := 1;
		RETURN NEW;
	END IF;
	SELECT p."segment", p."depth" + 1, EXISTS (SELECT FROM "messages" m WHERE m."user_id" = p."user_id"
			AND m."conversation_id" = p."conversation_id" AND m."segment" = p."segment" AND m."depth" = p."depth" + 1)
		INTO NEW."segment", NEW."depth", "forked"
		FROM "messages" p WHERE p."user_id" = NEW."user_id"
			AND p."conversation_id" = NEW."conversation_id" AND p."id" = NEW."parent_id";
	IF NOT FOUND THEN
		RAISE foreign_key_violation USING MESSAGE = 'the parent is not in this conversation', TABLE = 'messages', CONSTRAINT = 'messages_parent';
	END IF;
	IF "forked" THEN
		NEW."segment" := NEW."seq";
	END IF;
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
