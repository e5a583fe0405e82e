import { expectTypeOf, test } from 'vitest'

import type { createGenerationLog, Repository } from '../index.ts'

type IsAny<T> = 0 extends 1 & T ? true : false
type Steps = [0, 0, 0, 0, 0, 0, 0, 0]
type Leaf = string | number | boolean | bigint | symbol | null | undefined | Date

/** The paths in a type that end in `any`; through results and parameters of functions, to eight steps. */
type AnyIn<T, Path extends string = '', Left extends 0[] = Steps> = Left extends [0, ...infer Rest extends 0[]]
  ? IsAny<T> extends true
    ? Path
    : T extends Leaf
      ? never
      : T extends (...args: infer Args) => infer Result
        ? AnyIn<Result, `${Path}()`, Rest> | AnyIn<Args, `${Path}(input)`, Rest>
        : T extends Promise<infer Value>
          ? AnyIn<Value, Path, Rest>
          : T extends readonly (infer Item)[] | ReadonlySet<infer Item>
            ? AnyIn<Item, `${Path}[]`, Rest>
            : T extends object
              ? { [Key in keyof T & string]: AnyIn<T[Key], `${Path}.${Key}`, Rest> }[keyof T & string]
              : never
  : never

test('conversation store: results and inputs are typed all the way down: there is no any in the repository', () => {
  type Untyped = ReturnType<typeof JSON.parse>
  interface Loose {
    good: string | null
    calls: { run(input: { when: Date; what: unknown }): Promise<{ items: (string | { meta: Untyped })[] } | null> }
    input(value: Untyped): void
  }
  expectTypeOf<AnyIn<Loose>>().toEqualTypeOf<'.calls.run().items[].meta' | '.input(input)[]'>()
  expectTypeOf<AnyIn<Repository>>().toEqualTypeOf<never>()
  expectTypeOf<AnyIn<ReturnType<typeof createGenerationLog>>>().toEqualTypeOf<never>()
})

test('conversation store: a result has the type of its column', () => {
  type Message = Awaited<ReturnType<Repository['messages']['append']>>
  expectTypeOf<Message['role']>().toEqualTypeOf<'system' | 'user' | 'assistant'>()
  expectTypeOf<Message['createdAt']>().toEqualTypeOf<Date>()
  expectTypeOf<Message['parentId']>().toEqualTypeOf<string | null>()
  expectTypeOf<Awaited<ReturnType<Repository['messages']['count']>>>().toEqualTypeOf<number>()
})
