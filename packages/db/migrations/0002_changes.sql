CREATE TYPE "public"."erased_noun" AS ENUM('conversation', 'task');--> statement-breakpoint
CREATE TABLE "erasures" (
	"user_id" uuid NOT NULL,
	"noun" "erased_noun" NOT NULL,
	"id" uuid NOT NULL,
	"erased_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"changed_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "erasures_user_id_noun_id_pk" PRIMARY KEY("user_id","noun","id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "title_given" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "writing_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "changed_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "changed_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "changed_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasures_changed" ON "erasures" USING btree ("user_id","changed_in");--> statement-breakpoint
CREATE INDEX "conversations_changed" ON "conversations" USING btree ("user_id","changed_in");--> statement-breakpoint
CREATE INDEX "generations_changed" ON "generations" USING btree ("user_id","changed_in");--> statement-breakpoint
CREATE INDEX "tasks_changed" ON "tasks" USING btree ("user_id","changed_in");--> statement-breakpoint
-- A title that is there may have been chosen by the user: it stays.
UPDATE "conversations" SET "title_given" = true WHERE "title" <> 'New chat';--> statement-breakpoint
UPDATE "conversations" c SET "writing_id" = c."head_id" FROM "messages" m WHERE m."user_id" = c."user_id"
	AND m."conversation_id" = c."id" AND m."id" = c."head_id" AND m."status" = 'streaming';--> statement-breakpoint
-- Every change of a row is found by the feed of changes, whoever makes it. A statement that sets the column is spared the call.
CREATE FUNCTION "stamp_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW."changed_in" := pg_current_xact_id();
	RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "conversations_changed" BEFORE UPDATE ON "conversations" FOR EACH ROW
	WHEN (NEW."changed_in" = OLD."changed_in") EXECUTE FUNCTION "stamp_change"();--> statement-breakpoint
CREATE TRIGGER "generations_changed" BEFORE UPDATE OF "status" ON "generations" FOR EACH ROW
	WHEN (NEW."changed_in" = OLD."changed_in") EXECUTE FUNCTION "stamp_change"();--> statement-breakpoint
CREATE TRIGGER "tasks_changed" BEFORE UPDATE ON "tasks" FOR EACH ROW
	WHEN (NEW."changed_in" = OLD."changed_in") EXECUTE FUNCTION "stamp_change"();
