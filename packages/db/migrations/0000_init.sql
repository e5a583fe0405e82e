CREATE TYPE "public"."generation_status" AS ENUM('running', 'complete', 'stopped', 'interrupted', 'failed');--> statement-breakpoint
CREATE TYPE "public"."message_role" AS ENUM('system', 'user', 'assistant');--> statement-breakpoint
CREATE TYPE "public"."message_status" AS ENUM('complete', 'streaming', 'stopped', 'interrupted', 'failed');--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"account_id" text NOT NULL,
	"password" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_provider" UNIQUE("provider_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text DEFAULT 'New chat' NOT NULL,
	"head_id" uuid,
	"message_count" integer DEFAULT 0 NOT NULL,
	"preview" text DEFAULT '' NOT NULL,
	"context_limit" integer DEFAULT 20 NOT NULL,
	"model" text,
	"system_prompt" text,
	"is_main" boolean DEFAULT false NOT NULL,
	"pinned_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "conversations_user_id_id_pk" PRIMARY KEY("user_id","id"),
	CONSTRAINT "conversations_title_length" CHECK (char_length("conversations"."title") between 1 and 255),
	CONSTRAINT "conversations_preview_length" CHECK (char_length("conversations"."preview") <= 200),
	CONSTRAINT "conversations_system_prompt_length" CHECK (char_length("conversations"."system_prompt") <= 32000),
	CONSTRAINT "conversations_context_limit" CHECK ("conversations"."context_limit" between 1 and 200),
	CONSTRAINT "conversations_message_count" CHECK ("conversations"."message_count" >= 0),
	CONSTRAINT "conversations_main_not_deleted" CHECK (not ("conversations"."is_main" and "conversations"."deleted_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "generation_events" (
	"user_id" uuid NOT NULL,
	"generation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"event" jsonb NOT NULL,
	CONSTRAINT "generation_events_user_id_generation_id_seq_pk" PRIMARY KEY("user_id","generation_id","seq"),
	CONSTRAINT "generation_events_seq_positive" CHECK ("generation_events"."seq" > 0)
);
--> statement-breakpoint
CREATE TABLE "generations" (
	"user_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"owner" uuid NOT NULL,
	"status" "generation_status" DEFAULT 'running' NOT NULL,
	"model" text NOT NULL,
	"stop_requested_at" timestamp (3) with time zone,
	"receipt" jsonb,
	"usage" jsonb,
	"error" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "generations_user_id_id_pk" PRIMARY KEY("user_id","id"),
	CONSTRAINT "generations_ended" CHECK (("generations"."status" = 'running') = ("generations"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"user_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"parent_id" uuid,
	"seq" integer NOT NULL,
	"role" "message_role" NOT NULL,
	"status" "message_status" DEFAULT 'complete' NOT NULL,
	"content" text NOT NULL,
	"parts" jsonb,
	"model" text,
	"usage" jsonb,
	"error" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_user_id_conversation_id_id_pk" PRIMARY KEY("user_id","conversation_id","id"),
	CONSTRAINT "messages_seq" UNIQUE("user_id","conversation_id","seq"),
	CONSTRAINT "messages_seq_positive" CHECK ("messages"."seq" > 0),
	CONSTRAINT "messages_status_of_role" CHECK ("messages"."status" = 'complete' or "messages"."role" = 'assistant'),
	CONSTRAINT "messages_content_not_blank" CHECK ("messages"."role" <> 'user' or btrim("messages"."content", E' \t\n\r\f\v') <> ''),
	CONSTRAINT "messages_content_length" CHECK ("messages"."role" = 'assistant' or char_length("messages"."content") <= 1000000)
);
--> statement-breakpoint
CREATE TABLE "processes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"is_anonymous" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_events" ADD CONSTRAINT "generation_events_generation" FOREIGN KEY ("user_id","generation_id") REFERENCES "public"."generations"("user_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_message" FOREIGN KEY ("user_id","conversation_id","message_id") REFERENCES "public"."messages"("user_id","conversation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation" FOREIGN KEY ("user_id","conversation_id") REFERENCES "public"."conversations"("user_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_parent" FOREIGN KEY ("user_id","conversation_id","parent_id") REFERENCES "public"."messages"("user_id","conversation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_main" ON "conversations" USING btree ("user_id") WHERE "conversations"."is_main";--> statement-breakpoint
CREATE INDEX "conversations_list" ON "conversations" USING btree ("user_id",("pinned_at" is not null),"updated_at","id") WHERE "conversations"."deleted_at" is null and "conversations"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "conversations_archive" ON "conversations" USING btree ("user_id",("pinned_at" is not null),"updated_at","id") WHERE "conversations"."deleted_at" is null and "conversations"."archived_at" is not null;--> statement-breakpoint
CREATE INDEX "conversations_trash" ON "conversations" USING btree ("user_id",("pinned_at" is not null),"updated_at","id") WHERE "conversations"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "generations_message" ON "generations" USING btree ("user_id","conversation_id","message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "generations_running" ON "generations" USING btree ("user_id","conversation_id","message_id") WHERE "generations"."status" = 'running';--> statement-breakpoint
CREATE INDEX "generations_owner" ON "generations" USING btree ("owner") WHERE "generations"."status" = 'running';--> statement-breakpoint
CREATE INDEX "messages_siblings" ON "messages" USING btree ("user_id","conversation_id","parent_id","seq");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");