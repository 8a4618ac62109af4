import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { homeStarts, menu, pages, pagesOf } from '@/app/features'
import { permits } from '@/app/permissions'
import type { Me } from '@/app/permissions'

const SRC = join(import.meta.dirname, '../src')
const features = readdirSync(join(SRC, 'features'))
const me = { permissions: ['credit:read'] } as unknown as Me

describe('pages', () => {
  it('must say who may open them', () => {
    const careless = { routes: [{ path: '/x', name: 'x', title: 'x', component: () => Promise.reject(new Error()) }] }
    expect(() => pagesOf({ '../features/x/routes.ts': careless as never })).toThrow(/guard/)
  })

  it('have names of their own, and menu entries lead to them', () => {
    const names = pages.map(({ page }) => page.name)
    expect(new Set(names).size).toBe(names.length)
    for (const { route } of [...menu, ...homeStarts]) expect(names).toContain(route)
  })

  it('open to nobody by mistake', () => {
    expect(permits(undefined, 'credit:read')).toBe(false)
    expect(permits(me, undefined)).toBe(false)
    expect(permits(me, 'credit:manage')).toBe(false)
    expect(permits(me, 'credit:read')).toBe(true)
  })
})

function keys(tree: unknown, path = ''): string[] {
  if (typeof tree === 'string') return [path]
  return Object.entries(tree as object).flatMap(([key, below]) => keys(below, path ? `${path}.${key}` : key))
}

interface Texts {
  zh: object
  en: object
}
const read = (file: string): Texts => JSON.parse(readFileSync(join(SRC, file), 'utf8')) as Texts
const files: Record<string, string> = {
  app: 'app/messages.json',
  ui: 'ui/messages.json',
  'ui at work': 'ui/work-messages.json',
  ...Object.fromEntries(features.map((name) => [name, `features/${name}/messages.json`])),
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('texts', () => {
  it.each(Object.entries(files))('of %s are complete in both languages', (_name, file) => {
    const { zh, en } = read(file)
    expect(keys(en).sort()).toEqual(keys(zh).sort())
  })

  it.each(['app', 'ui', ...features])('named in %s exist', (name) => {
    const known = new Set(Object.entries(files).flatMap(([space, file]) => keys(read(file).zh).map((key) => `${space.split(' ')[0] ?? ''}.${key}`)))
    const folder = join(SRC, name === 'app' || name === 'ui' ? name : `features/${name}`)
    const named = sources(folder).flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      return [...text.matchAll(/(?:\bt\(|\b(?:title|label): )'([a-z_]+(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? '')
    })
    expect(named.filter((key) => !known.has(key))).toEqual([])
  })
})
