import { expect, test } from 'vitest'

const sources = import.meta.glob<string>('../src/**/*.vue', { query: '?raw', import: 'default', eager: true })
const EMPTY = /<EmptyState\b[^>]*?(?:\/>|>([\s\S]*?)<\/EmptyState>)/g

interface Found {
  file: string
  tag: string
  content: string
}

function statesIn(file: string, source: string): Found[] {
  return [...source.matchAll(EMPTY)].map(([tag, content]) => ({ file, tag, content: content ?? '' }))
}

/** Says in words what comes or what helps, or offers it to be pressed. */
const helps = ({ tag, content }: Found): boolean => (/:text="/.test(tag) && !tag.includes('undefined')) || content.trim() !== ''

test('every empty state says what will appear or what to do next', () => {
  const all = Object.entries(sources).flatMap(([file, source]) => statesIn(file, source))
  expect(all.length).toBeGreaterThan(60)
  expect(all.filter((one) => !helps(one)).map(({ file, tag }) => `${file}: ${tag}`)).toEqual([])
})

test('a planted bare one is found', () => {
  const bare = `<EmptyState v-else :title="t('x')" /><EmptyState :title="t('y')" :text="narrowed ? undefined : t('z')" />`
  expect(statesIn('planted', bare).filter((one) => !helps(one))).toHaveLength(2)
  expect(statesIn('planted', `<EmptyState :title="t('x')"><Btn>{{ t('z') }}</Btn></EmptyState>`).filter((one) => !helps(one))).toEqual([])
})
