// Fails the build when the sign-in page needs more than 120 kB of compressed JavaScript.
import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 120_000
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))

function reach(key, found) {
  if (found.has(key)) return found
  found.add(key)
  for (const next of manifest[key].imports ?? []) reach(next, found)
  return found
}

const pages = ['index.html', 'src/features/identity/pages/SignInPage.vue', 'src/features/identity/messages.json']
const keys = pages.reduce((found, key) => reach(key, found), new Set())
const files = new Set([...keys].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')))
const size = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0)
rmSync(new URL('.vite', dist), { recursive: true }) // not for the public

console.log(`sign-in page: ${Math.round(size / 1000)} kB of ${LIMIT / 1000} kB`)
if (size > LIMIT) process.exit(1)
