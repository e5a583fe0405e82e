import { limits, takeChars } from '@parley/contract'

import type { Random } from './random.ts'
import type { Topic } from './topics/index.ts'

/** The most blocks in an answer; one block is a paragraph, a list, code or a table. */
const MOST_BLOCKS = 60

const fill = (template: string, subject: string) => template.replaceAll('{}', subject)
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
const times = <Item>(count: number, make: () => Item): Item[] => Array.from({ length: count }, make)

/** The words of one conversation, about one subject of a topic. */
export function wordsOn(topic: Topic, subject: string) {
  const sentence = (random: Random) => capital(fill(random.pick(topic.sentences), subject))

  const paragraph = (random: Random) =>
    topic.sentences
      .filter(() => random.chance(0.35))
      .map((template) => capital(fill(template, subject)))
      .join(' ') || sentence(random)
  const listOf = (random: Random) => topic.points.filter(() => random.chance(0.6))

  function block(random: Random): string {
    const kind = random.next()
    const code = topic.blocks[random.between(0, topic.blocks.length - 1)]
    if (kind < 0.2 && code !== undefined) return code
    if (kind < 0.35) return listOf(random).map(dotted).join('\n')
    if (kind < 0.42) return listOf(random).map(numbered).join('\n')
    if (kind < 0.5) return `## ${random.pick(topic.headings)}`
    return paragraph(random)
  }

  return {
    title: (random: Random) => takeChars(capital(fill(random.pick(topic.titles), subject)), limits.titleChars),
    /** The first question of a conversation mostly says what it is about. */
    question(random: Random, isFirst: boolean): string {
      const asked = fill(isFirst && random.chance(0.7) ? topic.questions[0] : random.pick(topic.questions), subject)
      const context = random.chance(0.15) ? times(Math.floor(random.longTail(4, 80)), () => sentence(random)) : []
      return context.length === 0 ? asked : `${context.join(' ')}\n\n${asked}`
    },
    answer(random: Random): string {
      const opening = capital(fill(random.pick(topic.openings), subject))
      const blocks = times(Math.floor(random.longTail(5, MOST_BLOCKS)), () => block(random)).filter(
        (text) => text !== '',
      )
      return [opening, ...blocks, ...(random.chance(0.5) ? [random.pick(topic.closings)] : [])].join('\n\n')
    },
    reasoning: paragraph,
    task: (random: Random) => takeChars(fill(random.pick(topic.tasks), subject), limits.taskTitleChars),
    note: (random: Random) => (random.chance(0.6) ? '' : paragraph(random)),
  }
}

export type Words = ReturnType<typeof wordsOn>

const dotted = (point: string) => `- ${point}`
const numbered = (point: string, index: number) => `${index + 1}. ${point}`
