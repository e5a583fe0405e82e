import type { Topic } from './topic.ts'

export const science: Topic = {
  subjects: ['the confidence interval', 'tides', 'the Bayes theorem', 'black holes', 'vaccines', 'the double slit'],
  titles: ['{} explained', 'A question about {}', '{}, step by step', 'What most people get wrong about {}'],
  questions: [
    'Explain {} to me as if I were twelve.',
    'Now the same for somebody who has studied mathematics.',
    'How do we know that?',
    'What would prove it wrong?',
    'Can you calculate an example with real numbers?',
    'Is it true that {} cannot be observed directly?',
    'Summarise what we have so far in five points.',
    'Hmm, I am not convinced 🤔. Where does the factor of two come from?',
  ],
  openings: [
    'Think of {} as a question about what we do not know.',
    'With numbers it becomes clear.',
    'A common misunderstanding, and an honest one.',
    'Let us go through it in small steps.',
  ],
  sentences: [
    'The rate at which a test is wrong matters less than how rare the thing is that it looks for.',
    'If 1 in 1,000 is ill and the test is right in 99 of 100 cases, a positive result still means ill in only about 9 of 100.',
    'The moon pulls the near side more than the middle, and the middle more than the far side; hence two bulges.',
    'An estimate without its uncertainty is only half an answer.',
    'A model is useful when it says clearly what must not happen.',
    'Doubling the sample narrows the interval by a factor of √2, not of 2.',
    'Correlation is a hint where to look and not yet an explanation.',
    'Nothing that carries information travels faster than light.',
    'What was measured is one thing; what it means is another.',
  ],
  points: [
    'State the hypothesis before you look at the data.',
    'P(A | B) is not P(B | A).',
    'The units have to agree on both sides.',
    'Check the limit: what happens at zero and at infinity?',
    'Repeat it, and let somebody else repeat it.',
    'Keep the outliers; explain them.',
  ],
  headings: ['In plain words', 'The calculation', 'Why it matters', 'What we do not know'],
  blocks: [
    '$$P(A \\mid B) = \\frac{P(B \\mid A)\\,P(A)}{P(B)}$$',
    '```python\nimport random\n\ndef mean_of_sample(n):\n    return sum(random.gauss(0, 1) for _ in range(n)) / n\n\nfor n in (10, 100, 1000):\n    print(n, max(abs(mean_of_sample(n)) for _ in range(1000)))\n```',
    '| | ill | healthy | sum |\n| --- | ---: | ---: | ---: |\n| positive | 99 | 999 | 1,098 |\n| negative | 1 | 98,901 | 98,902 |\n| sum | 100 | 99,900 | 100,000 |',
    '> All models are approximations; the question is whether this one is good enough here.',
  ],
  closings: [
    'Does that answer it?',
    'The next step would be to vary the numbers.',
    'Ask me for the proof if you like. 📐',
  ],
  tasks: ['Read the chapter on {}', 'Repeat the calculation', 'Find a second source'],
}
