import { harden } from 'rehype-harden'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import { defaultRehypePlugins, Streamdown, type Components, type StreamdownProps } from 'streamdown'

import { CodeFence } from './code-fence.tsx'
import { withoutUnfinished } from './held-back.ts'
import { MarkdownImage } from './image.tsx'
import { ID_PREFIX, MarkdownLink } from './link.tsx'
import { MarkdownList } from './list.tsx'
import { MarkdownTable } from './table.tsx'

type Plugins = NonNullable<StreamdownProps['rehypePlugins']>

const schema = { ...defaultSchema, clobberPrefix: ID_PREFIX }
const addresses = {
  defaultOrigin: location.origin,
  allowedLinkPrefixes: ['*'],
  allowedImagePrefixes: ['*'],
  allowedProtocols: ['tel:'],
}

/** HTML is cleaned, then every address is checked; what may load by itself is decided by MarkdownImage. */
const rehypePlugins: Plugins = [
  ...(defaultRehypePlugins['raw'] ? [defaultRehypePlugins['raw']] : []),
  [rehypeSanitize, schema],
  [harden, addresses],
]

const components: Components = {
  a: MarkdownLink,
  img: MarkdownImage,
  pre: CodeFence,
  table: MarkdownTable,
  ...MarkdownList,
  // The plain elements, so that prose.css alone decides how they look.
  ...Object.fromEntries(
    [
      'p',
      'li',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'blockquote',
      'hr',
      'strong',
      'code',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'sup',
      'sub',
    ].map((tag) => [tag, tag]),
  ),
}

export default function Rendered({ text, streaming }: { text: string; streaming: boolean }) {
  return (
    <Streamdown
      className="prose"
      dir="auto"
      mode={streaming ? 'streaming' : 'static'}
      isAnimating={streaming}
      components={components}
      rehypePlugins={rehypePlugins}
      remarkRehypeOptions={{ clobberPrefix: '' }}
      controls={false}
    >
      {streaming ? withoutUnfinished(text) : text}
    </Streamdown>
  )
}
