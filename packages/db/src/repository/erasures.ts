import type { ErasedNoun } from '../schema/index.ts'

/**
 * True when this user's id ($1, $2) is not there and was not erased: what a late repeat would make anew stays erased.
 * What is there is looked at because an insert waits for a transaction that is just erasing it, and would go on then.
 */
export const isNew = (noun: ErasedNoun) => `
  not exists (select from erasures e where e.user_id = $1::uuid and e.noun = '${noun}' and e.id = $2::uuid)
    and not exists (select from ${noun}s there where there.user_id = $1::uuid and there.id = $2::uuid)`

/**
 * Remembers the ids of `erased`, a table expression, and forgets some of the user's that are old enough: of the oldest
 * few, however many there are. $1 user.
 */
export const remember = (noun: ErasedNoun, erased: string) => `
  forgotten as (
    delete from erasures e
    where e.user_id = $1::uuid
      and e.ctid = any(array(select o.ctid from erasures o where o.user_id = $1::uuid order by o.changed_in limit 10))
      and e.erased_at < now() - interval '30 days' and e.id not in (select id from ${erased})
  ), remembered as (
    insert into erasures (user_id, noun, id) select $1::uuid, '${noun}', id from ${erased}
    on conflict (user_id, noun, id) do update set erased_at = excluded.erased_at, changed_in = excluded.changed_in
  )`
