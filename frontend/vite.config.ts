import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { compression } from 'vite-plugin-compression2'
import { defineConfig } from 'vitest/config'

const backend = process.env.TEPAI_BACKEND ?? 'http://127.0.0.1:8000'
const plain = /^\/src\/features\/(?:identity|site)\//

export default defineConfig({
  plugins: [vue(), compression({ algorithms: ['gzip', 'brotliCompress'], threshold: 1024 })],
  // The parts of vue-i18n that are not used stay out of the bundle.
  define: { __VUE_I18N_FULL_INSTALL__: 'false', __VUE_I18N_LEGACY_API__: 'false' },
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: { proxy: { '/api': backend } },
  build: {
    target: 'es2022',
    // The content security policy allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    manifest: true, // for scripts/budget.mjs, which removes it
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One file of texts for everybody signed in; the sign-in page carries only its own.
            {
              name: 'texts',
              test: (id: string) =>
                id.endsWith('/messages.json') &&
                id.includes('/src/features/') &&
                !plain.test(id.slice(id.lastIndexOf('/src/'))),
            },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://localhost:8000/' } },
    include: ['tests/**/*.test.ts', 'src/**/*.test.ts'],
    restoreMocks: true,
  },
})
