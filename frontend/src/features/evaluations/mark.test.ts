import { describe, expect, it } from 'vitest'
import { factsMark, sum, type Part } from './mark'

const parts = (enterprise: number | null, liaison: number | null, facts: number | null): Part[] => [
  { key: 'enterprise', weight: 50, value: enterprise },
  { key: 'liaison', weight: 20, value: liaison },
  { key: 'facts', weight: 30, value: facts },
]

describe("the expert's mark", () => {
  it('can be recomputed from the numbers on the page', () => {
    expect(sum(parts(4, 5, 3.4), 4.02)).toBe('(4×50 + 5×20 + 3.4×30) ÷ 100 = 4.02')
  })

  it('scales up the weights of what is there', () => {
    expect(sum(parts(4, null, 3.4), 3.78)).toBe('(4×50 + 3.4×30) ÷ 80 = 3.78')
  })

  it('shows no sum that comes to something else than the mark', () => {
    expect(sum(parts(4, 5, null), 4.02)).toBeNull()
    expect(sum(parts(null, null, null), 3)).toBeNull()
  })

  it('counts confirmed days of those agreed, no more than all of them', () => {
    expect(factsMark(12, 20)).toBeCloseTo(3.4)
    expect(factsMark(30, 20)).toBe(5)
    expect(factsMark(0, 20)).toBeNull()
  })
})
