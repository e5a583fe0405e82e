import { readStored, writeStored } from '../storage.ts'
import { createStore } from '../store.ts'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

const storedTheme = (): Theme => themes.find((theme) => theme === readStored('theme')) ?? 'system'

/** The chosen theme. public/theme.js applies it before the first paint. */
export const themeStore = createStore<Theme>(storedTheme())

export function chooseTheme(theme: Theme): void {
  writeStored('theme', theme === 'system' ? null : theme)
  themeStore.set(theme)
  apply()
}

function apply(): void {
  const theme = themeStore.get()
  const dark = theme === 'dark' || (theme === 'system' && prefersDark.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground')
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground)
}

prefersDark.addEventListener('change', apply)
window.addEventListener('storage', () => {
  themeStore.set(storedTheme())
  apply()
})
