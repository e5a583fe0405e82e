import { codeReply } from './code.ts'
import { listReply } from './list.ts'
import { tableReply } from './table.ts'

/** Every kind of Markdown that a chat must show. */
export const everythingReply = () => `# Everything at once

Text can be **bold**, *italic*, ~~struck out~~ or \`code\`, and a [link](https://example.com/) leads elsewhere. A line
that is broken in the source goes on in the same paragraph.

> A quotation stands apart.
>
> It may have two paragraphs.

## Lists

${listReply()}
## A table

${tableReply()}
## Code

${codeReply()}
## Other scripts

Ελληνικά, Кириллица, 日本語, 한국어, العربية, עברית, and emoji: 🙂 👩‍👩‍👧 🇪🇺

---

That was everything.
`
