import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

const ways = [
  {
    name: 'A model on this machine',
    note: 'Ollama listens on port 11434, LM Studio on 1234, vLLM on 8000, llama.cpp on 8080. No key is needed.',
    line: 'OPENAI_BASE_URL=http://127.0.0.1:11434/v1 npm start',
  },
  { name: 'OpenAI', note: 'With a key from your OpenAI account.', line: 'OPENAI_API_KEY=your-key npm start' },
  { name: 'Anthropic', note: 'With a key from your Anthropic account.', line: 'ANTHROPIC_API_KEY=your-key npm start' },
]

/** How to put a real model in the demo model's place. */
export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      onClose={onClose}
      title="Connect a model"
      description="The demo model runs without a key and answers from a script. For a real one, stop the server and start it with one of these lines. Your conversations stay as they are."
    >
      <ul className="flex flex-col gap-5 pt-2">
        {ways.map(({ name, note, line }) => (
          <li key={name}>
            <h3 className="text-sm font-semibold">{name}</h3>
            <p className="mb-2 text-sm text-ink-soft">{note}</p>
            <div className="flex items-center gap-1 rounded-sm border border-line bg-surface pr-1 pl-3">
              <code className="min-w-0 flex-1 py-2.5 text-sm wrap-anywhere whitespace-pre-wrap">{line}</code>
              <CopyButton label={`Copy the line for ${name}`} text={() => line} />
            </div>
          </li>
        ))}
      </ul>
      <p className="mt-5 text-sm text-ink-soft">
        The models then appear in the list beside the message field. The key stays on the server and is never sent to a
        browser.
      </p>
    </Dialog>
  )
}
