import { randomFrom } from '../seed/random.ts'

/** What the provider is asked; all of its answer follows from the question's text. */
export interface Question {
  id: string
  words: number
  /** Milliseconds between two words. */
  pace: number
  /** `busy`: the first call is refused for now. `cut`: the first answer breaks off in its middle. */
  mood: 'plain' | 'busy' | 'cut'
}

const FORM = /Question ([0-9a-f-]{36}): (\d+) words, one each (\d+) ms, (plain|busy|cut)\./g

export const questionText = ({ id, words, pace, mood }: Question): string =>
  `Question ${id}: ${words} words, one each ${pace} ms, ${mood}.`

/** The last question in a text; null when there is none. */
export function parseQuestion(text: string): Question | null {
  const found = [...text.matchAll(FORM)].at(-1)
  if (found === undefined) return null
  const [, id = '', words, pace, mood] = found
  return { id, words: Number(words), pace: Number(pace), mood: mood === 'busy' || mood === 'cut' ? mood : 'plain' }
}

const sounds = ['ka', 'lo', 'mé', 'nu', 'ri', 'só', 'ta', 'wü', '雪', '🌊', 'zi', 'po']

/** The words of the whole answer, each with the space or line that follows it. Every place in it reads differently. */
export function answerWords({ id, words }: Pick<Question, 'id' | 'words'>): string[] {
  const random = randomFrom(id)
  return Array.from({ length: words }, (_, index) => {
    const word = `${index}${random.pick(sounds)}${random.pick(sounds)}`
    if (index === words - 1) return word
    return random.chance(0.1) ? `${word}\n` : `${word} `
  })
}

export const answerText = (question: Pick<Question, 'id' | 'words'>): string => answerWords(question).join('')
