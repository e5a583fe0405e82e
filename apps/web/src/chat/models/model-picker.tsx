import { ChevronDown } from 'lucide-react'

import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ConnectModel } from './connect-model.tsx'
import { useModelChoice } from './use-model-choice.ts'
import { useModelName } from './use-models.ts'

/** Which model answers here. The demo model says what it is and how to connect another. */
export function ModelPicker({ conversationId }: { conversationId: string | null }) {
  const { models, current, choose } = useModelChoice(conversationId)
  const name = useModelName(current)
  if (current === null) return <div className="h-8 touch:h-10" />

  const options = models.map((model) => ({ value: model.id, name: model.name, note: model.id }))
  return (
    <div className="flex min-w-0 items-center gap-1">
      {models.length > 1 ? (
        <Menu
          side="top"
          trigger={
            <Button aria-label={`Model: ${name}`} className="h-8 min-w-0 px-2 touch:h-10">
              <span className="truncate">{name}</span>
              <ChevronDown size={14} aria-hidden className="shrink-0" />
            </Button>
          }
          content={{ choice: { label: 'Model', value: current, options, onChange: choose } }}
        />
      ) : (
        <span className="truncate px-2 text-sm font-medium text-ink-soft">{name}</span>
      )}
      {models.find((model) => model.id === current)?.demo && <ConnectModel />}
    </div>
  )
}
