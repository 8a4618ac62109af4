import { expect, it } from 'vitest'
import { lastDay } from './closing'

it('names the last day on which a rating is taken, not the midnight after it', () => {
  expect(lastDay('2026-12-10T00:00:00+08:00', 'zh')).toBe('2026年12月9日')
  expect(lastDay(null, 'zh')).toBe('')
})
