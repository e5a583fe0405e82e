import { render } from '@testing-library/react'
import { expect, it } from 'vitest'

import Rendered from './rendered.tsx'

const show = (text: string, streaming = false) => render(<Rendered text={text} streaming={streaming} />).container

it('loads nothing from elsewhere: a foreign image is a link', () => {
  const page = show('![chart](https://other.example/a.png?secret=1) <img src="//other.example/b.png">')
  expect(page.querySelectorAll('iframe, link, style, script')).toHaveLength(0)
  expect(Array.from(page.querySelectorAll('img'), (image) => new URL(image.src).origin)).toEqual([location.origin])
  const link = page.querySelector('a[href^="https://other.example/a.png"]')
  expect(link?.textContent).toBe('Image: chart (other.example)')
  expect(link?.getAttribute('rel')).toContain('noopener')
})

it('opens links in a tab of their own and runs nothing', () => {
  const page = show('[out](https://other.example/) [bad](javascript:alert(1)) <b onclick="alert(1)">bold</b>')
  expect(page.querySelector('a')?.getAttribute('target')).toBe('_blank')
  expect(page.querySelectorAll('a')).toHaveLength(1)
  expect(page.innerHTML).not.toContain('onclick')
  expect(page.innerHTML).not.toContain('javascript:')
})

it('lets no answer take an id or a style of ours', () => {
  const page = show('<div id="root" class="fixed" style="position:fixed">x</div>')
  expect(page.querySelector('[id="root"], [style*="fixed"], .fixed')).toBeNull()
})

it('shows a fence that is not closed yet as code', () => {
  expect(show('```ts\nconst a = 1', true).querySelector('figure code')?.textContent).toContain('const a = 1')
})

it('gives a list of two scripts one direction, that of most of its letters', () => {
  const lists = show('- “مرحبا” begins\n- in Latin\n\nThen\n\n1. مرحبا، اشرح لي كيف\n2. API').querySelectorAll('ul, ol')
  expect(Array.from(lists, (list) => list.getAttribute('dir'))).toEqual(['ltr', 'rtl'])
})
