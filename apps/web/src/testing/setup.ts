import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(() => {
  cleanup()
  localStorage.clear()
})

// A busy machine is no failure.
configure({ asyncUtilTimeout: 4_000 })
