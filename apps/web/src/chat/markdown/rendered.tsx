import { harden } from 'rehype-harden'
import { defaultRehypePlugins, Streamdown, type Components, type StreamdownProps } from 'streamdown'

import { CodeFence } from './code-fence.tsx'
import { MarkdownImage } from './image.tsx'
import { MarkdownLink } from './link.tsx'
import { MarkdownTable } from './table.tsx'

type Plugins = NonNullable<StreamdownProps['rehypePlugins']>
const { raw, sanitize } = defaultRehypePlugins

/** HTML is cleaned, then every address is checked; what may load by itself is decided by MarkdownImage. */
const rehypePlugins: Plugins = [raw, sanitize]
  .filter((plugin) => plugin !== undefined)
  .concat([
    [
      harden,
      {
        defaultOrigin: location.origin,
        allowedLinkPrefixes: ['*'],
        allowedImagePrefixes: ['*'],
        allowedProtocols: ['tel:'],
      },
    ],
  ])

const components: Components = {
  a: MarkdownLink,
  img: MarkdownImage,
  pre: CodeFence,
  table: MarkdownTable,
  // The plain elements, so that prose.css alone decides how they look.
  ...Object.fromEntries(
    [
      'p',
      'ul',
      'ol',
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
      controls={false}
    >
      {text}
    </Streamdown>
  )
}
