import { toStorable, type Body, type ContextReceipt, type MessageError, type Usage } from '@parley/contract'

import type { Database } from '../connect.ts'
import { isRace } from '../errors.ts'
import { previewOf } from '../repository/preview.ts'
import type { EndedStatus } from '../schema/index.ts'
import { toJson } from './json.ts'
import type { GenerationKey } from './lease.ts'
import { GENERATIONS_CHANNEL } from './notice.ts'

export interface Finish extends GenerationKey {
  status: EndedStatus
  /** The message as it stays: its first body with all events folded onto it. */
  body: Body
  usage: Usage | null
  error: MessageError | null
  receipt?: ContextReceipt
}

// Locks in the order in which everything else takes them: conversation, process, generation, message.
const FINISH = `
  with place as materialized (
    select c.user_id, c.id
    from generations g join conversations c on c.user_id = g.user_id and c.id = g.conversation_id
    where g.user_id = $2 and g.id = $3
    for no key update of c
  ), alive as (
    update processes p set heartbeat_at = clock_timestamp()
    from place where p.id = $1 and p.expired_at is null
    returning p.id
  ), ended as (
    update generations g set status = $4::text::generation_status, usage = $7::jsonb, error = $8::jsonb,
      receipt = coalesce($9::jsonb, g.receipt), ended_at = clock_timestamp()
    from alive where g.user_id = $2 and g.id = $3 and g.owner = alive.id and g.status = 'running'
    returning g.id, g.conversation_id, g.message_id
  ), message as (
    update messages m set status = $4::text::message_status, content = $5, parts = $6::jsonb, usage = $7::jsonb,
      error = $8::jsonb, updated_at = clock_timestamp()
    from ended where m.user_id = $2 and m.conversation_id = ended.conversation_id and m.id = ended.message_id
    returning m.conversation_id, m.id
  ), shown as (
    update conversations c set updated_at = greatest(c.updated_at, clock_timestamp()),
      preview = case when c.head_id = message.id then coalesce(nullif($10, ''), c.preview) else c.preview end,
      writing_id = nullif(c.writing_id, message.id)
    from message where c.user_id = $2 and c.id = message.conversation_id
  ), folded as (
    delete from generation_events e using ended where e.user_id = $2 and e.generation_id = ended.id
  )
  select ended.id from ended cross join lateral (
    select pg_notify('${GENERATIONS_CHANNEL}',
      json_build_object('type', 'ended', 'process', $1, 'generationId', ended.id)::text)
  ) told`

const SAVE_RECEIPT = `
  update generations g set receipt = $4::jsonb
  where g.user_id = $2 and g.id = $3 and g.owner = $1 and g.status = 'running'
    and exists (select 1 from processes p where p.id = $1 and p.expired_at is null)
  returning g.id`

const json = (value: object | null | undefined) => (value ? toJson(value) : null)

/**
 * Ends a generation in one statement: the message gets its body, the log is removed, the other processes are told. False
 * when nothing was written because the generation is not running here any more: ended, erased, or claimed by another.
 * What Postgres cannot hold becomes U+FFFD.
 */
export async function finishGeneration(db: Database, processId: string, finish: Finish): Promise<boolean> {
  const { userId, generationId, status, body, usage, error, receipt } = finish
  const content = toStorable(body.content)
  const send = () =>
    db.query(FINISH, [
      processId,
      userId,
      generationId,
      status,
      content,
      json(body.parts),
      json(usage),
      json(error),
      json(receipt),
      previewOf(content),
    ])
  const rows = await send().catch((cause: unknown) => {
    if (isRace(cause)) return send()
    throw cause
  })
  return rows.length > 0
}

/** Keeps what the model was sent with the running generation. False when it is not running here any more. */
export async function saveReceipt(
  db: Database,
  processId: string,
  { userId, generationId, receipt }: GenerationKey & { receipt: ContextReceipt },
): Promise<boolean> {
  const rows = await db.query(SAVE_RECEIPT, [processId, userId, generationId, toJson(receipt)])
  return rows.length > 0
}
