import { defineConfig } from 'vitest/config'

// Tokenizers and a provider that never answers take their time on a busy machine.
export default defineConfig({ test: { testTimeout: 30_000 } })
