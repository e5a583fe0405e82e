import { Monitor, Moon, Sun } from 'lucide-react'

import { useStore } from '../store.ts'
import { chooseTheme, themes, themeStore } from './theme.ts'

const shown = {
  light: { name: 'Light', Icon: Sun },
  dark: { name: 'Dark', Icon: Moon },
  system: { name: 'Like the system', Icon: Monitor },
} as const

export function ThemeSwitch() {
  const current = useStore(themeStore)
  return (
    <fieldset className="flex rounded-sm bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((theme) => {
        const { name, Icon } = shown[theme]
        return (
          <label
            key={theme}
            title={name}
            className="flex h-7 w-9 cursor-pointer items-center justify-center rounded-[5px] text-ink-faint transition-colors duration-120 hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:ring-1 has-checked:ring-edge/70 has-focus-visible:outline-2 has-focus-visible:outline-accent touch:h-10 touch:w-12"
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={current === theme}
              onChange={() => chooseTheme(theme)}
            />
            <Icon size={15} aria-hidden />
            <span className="sr-only">{name}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
