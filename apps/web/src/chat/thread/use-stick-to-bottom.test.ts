import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'

import { useStickToBottom } from './use-stick-to-bottom.ts'

let resized = () => {}
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        resized = callback
      }
      observe() {}
      disconnect() {}
    },
  )
  return () => vi.unstubAllGlobals()
})

/** A view of 500 pixels on a page of so many. */
function open(height: number) {
  const page = { height }
  const view = document.createElement('div')
  let top = 0
  Object.defineProperties(view, {
    clientHeight: { value: 500 },
    scrollHeight: { get: () => page.height },
    scrollTop: {
      get: () => Math.min(top, page.height - 500),
      set: (value: number) => {
        top = Math.max(0, Math.min(value, page.height - 500))
      },
    },
  })
  const [scroller, content] = [{ current: view }, { current: document.createElement('div') }]
  const { result } = renderHook(() => useStickToBottom(scroller, content, 'c'))
  return {
    view,
    atEnd: () => result.current.atEnd,
    scrollTo: (to: number) =>
      act(() => {
        view.scrollTop = to
        view.dispatchEvent(new Event('scroll'))
      }),
    resize: (to: number) =>
      act(() => {
        page.height = to
        resized()
      }),
  }
}

it('keeps the end in view while the page grows, until the reader scrolls up', () => {
  const page = open(900)
  page.resize(1_000)
  expect(page.view.scrollTop).toBe(500)
  page.scrollTo(300)
  page.resize(1_100)
  expect(page.view.scrollTop).toBe(300)
  expect(page.atEnd()).toBe(false)
  page.scrollTo(600)
  page.resize(1_200)
  expect(page.view.scrollTop).toBe(700)
})

it('is at the end of a page that has shrunk so far that it cannot be scrolled', () => {
  const page = open(900)
  page.scrollTo(100)
  expect(page.atEnd()).toBe(false)
  page.resize(500)
  expect(page.atEnd()).toBe(true)
  page.resize(900)
  expect(page.atEnd()).toBe(false)
})
