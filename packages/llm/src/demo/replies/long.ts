import type { Received } from '../received.ts'
import { firstWords } from '../words.ts'

/** An essay of some 700 words with headings, a list, a quotation, a table and a code block. */
export const longReply = ({ question }: Received) => `# The lighthouse keeper's log

You asked: “${firstWords(question, 14)}”. Here is a long text about writing things down.

## The rock

Nine miles from the coast there is a rock that is dry for six hours at a time. In the year when the old tower fell, the harbour board sent a mason, two carpenters and a young keeper, who could read, write and swim. The mason and the carpenters built a new tower and went home. The keeper stayed, because a light needs somebody to light it, and because the board wanted a log.

The log was a book with ruled pages. On each line there was room for the hour, the wind, the state of the lamp, and one remark. The board's letter said only this: *whatever you have written down has happened, and whatever you have not written down has not.* The keeper thought that was a strange thing to say about the sea.

## The first winter

In November a schooner came too close in the fog. The keeper rang the bell for two hours, the schooner turned, and everyone on board lived to complain about the noise. She was so tired afterwards that she went to bed and meant to write the line in the morning. In the morning there was a storm, and on the day after that she could no longer say whether it had been the sixth or the seventh, nor how often she had rung.

When the inspector came in spring he asked about the schooner. He did not doubt her. He only turned to the page, and the page was silent, and so his report was silent too. From then on the keeper had a rule, and she wrote it on the inside of the cover:

> First the line, then the lamp oil, then the soup. Nothing is done until its line is dry.

## What the rule cost

It cost little, as it turned out. A line took a minute. When much happened in a short time she did not write a line for each thing; she let a few things gather and wrote them down together, and only then did she signal them to the shore. The people on the shore learned that a signal from the rock could be trusted. What they had seen from the tower stood in the book, every time.

Some habits grew around the rule:

- She numbered the lines, so that a missing one would show.
- She never tore out a page. A mistake got a new line below it, and the old line stayed.
- She kept a second book in the boat house, and on Sundays she compared the two.
- When a visitor asked what had happened since his last visit, she asked for the number of the last line he had read.

## A table from the third year

| Month | Ships seen | Nights of fog | Bells rung |
| :--- | ---: | ---: | ---: |
| January | 41 | 9 | 3 |
| April | 88 | 12 | 5 |
| July | 130 | 2 | 0 |
| October | 97 | 14 | 8 |

## The fire

In the ninth year the lamp room burned. The keeper climbed down the outer ladder with the book under her arm and sat in the boat until morning. The tower was black to the second floor. When the board asked what was lost, she opened the book. The last line said: *twenty past two, smoke from the lamp, I go.* It was dry. Everything before it was there too, and so the work could go on at the next line as if only an hour had passed.

The board built the lamp room again, this time in iron. They also printed her rule and hung it in the other towers along the coast. A clerk with a taste for order rewrote it as a procedure:

\`\`\`text
for each thing that happens:
    write its line
    wait until the line is dry
    then tell the shore
\`\`\`

## What remains

The keeper left the rock after thirty years. Her books stand in the town library, forty of them, and anybody may read them. There are dull weeks in there, and there are nights that make the hair stand on end. But there is no gap, and no line that was changed afterwards.

People sometimes ask whether it was not a burden to write everything down. She used to answer that it was the other way round: once a thing stood in the book, she no longer had to carry it.
`
