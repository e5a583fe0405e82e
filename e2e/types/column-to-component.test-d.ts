import type { Message as Row } from '@parley/db'
import type { Answer } from '@parley/web/src/chat/message/answer.tsx'
import type { ComponentProps } from 'react'
import { expectTypeOf } from 'vitest'

// tsc checks this file; nothing runs. The row is what Drizzle infers from the columns of `messages`, the prop is what
// React gives the component that shows one, and between them lie the repository, the router and the client.
type Shown = ComponentProps<typeof Answer>['message']

type AnyIn<T> = { [Key in keyof T]: 0 extends 1 & T[Key] ? Key : never }[keyof T]

// Every column arrives with the type it has in the database, dates as dates and null as null.
expectTypeOf<Pick<Shown, keyof Row>>().toEqualTypeOf<Row>()

// `any` would satisfy the line above.
expectTypeOf<Shown>().not.toBeAny()
expectTypeOf<AnyIn<Shown>>().toBeNever()
expectTypeOf<AnyIn<Row>>().toBeNever()

// A column of each kind by name, so that an empty row type cannot pass.
expectTypeOf<Shown['content']>().toEqualTypeOf<string>()
expectTypeOf<Shown['seq']>().toEqualTypeOf<number>()
expectTypeOf<Shown['parentId']>().toEqualTypeOf<string | null>()
expectTypeOf<Shown['createdAt']>().toEqualTypeOf<Date>()
expectTypeOf<Shown['role']>().toEqualTypeOf<'system' | 'user' | 'assistant'>()
