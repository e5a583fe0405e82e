import { databases } from './databases.ts'
import { french, german, spanish } from './european.ts'
import { kitchen } from './kitchen.ts'
import { outdoors } from './outdoors.ts'
import { programming } from './programming.ts'
import { science } from './science.ts'
import type { Some, Topic } from './topic.ts'
import { arabic, hebrew, hindi, japanese } from './world.ts'
import { writing } from './writing.ts'

export type { Topic } from './topic.ts'

const english: Some<Topic> = [programming, databases, kitchen, outdoors, science, writing]
const others: Some<Topic> = [german, french, spanish, arabic, hebrew, japanese, hindi]

/** What the sample conversations are about: two in three in English. */
export const topics: Some<Topic> = [...english, ...english, ...others]
