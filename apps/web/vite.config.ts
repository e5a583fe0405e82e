import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const server = `http://127.0.0.1:${process.env['PORT'] ?? 3000}`

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The content security policy allows no data: fonts, so nothing is inlined.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/trpc': { target: server, ws: true }, '/api': server } },
  test: { environment: 'happy-dom', setupFiles: ['./src/testing/setup.ts'], css: true },
})
