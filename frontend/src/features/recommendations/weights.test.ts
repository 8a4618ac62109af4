import { expect, test } from 'vitest'
import { total } from './weights'

test('points add up without the noise of binary fractions, an empty field counts nothing', () => {
  const weights = { text: 66.1, field: 11.7, group: 3.2, chain: 7, place: 6, load: 3, freshness: 3, meaning: 12, exposure: 9, exposure_most: 4, newcomer_every: 10, newcomer_shown: 3, newcomer_near: 0.8 }
  expect(total(weights)).toBe(100)
  expect(total({ ...weights, load: '' as unknown as number })).toBe(97)
})
