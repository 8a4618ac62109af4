import type { Direction } from './queries'

/** One part of the expert's mark: its weight in percent, and its value from 1 to 5, or null where it is missing. */
export interface Part {
  key: 'enterprise' | 'liaison' | 'facts'
  weight: number
  value: number | null
}

/** Confirmed days of those agreed, from 1 to 5; nothing without a confirmed day. */
export function factsMark(confirmed: number, agreed: number): number | null {
  return confirmed > 0 && agreed > 0 ? 1 + 4 * Math.min(confirmed / agreed, 1) : null
}

/** What the mark is made of: the grades of the expert by the two other parties, and the facts. */
export function partsOf(weights: Record<Part['key'], number>, directions: Direction[], facts: number | null): Part[] {
  const gradeBy = (party: string): number | null =>
    directions.find(({ from_party, to_party }) => from_party === party && to_party === 'expert')?.rating?.grade ?? null
  return [
    { key: 'enterprise', weight: weights.enterprise, value: gradeBy('enterprise') },
    { key: 'liaison', weight: weights.liaison, value: gradeBy('liaison') },
    { key: 'facts', weight: weights.facts, value: facts },
  ]
}

/** A value as it is written into the sum. */
export const written = (value: number): string => String(Number(value.toFixed(3)))

/**
 * The published formula with this service's numbers, to recompute by hand: `(4×50 + 3.4×30) ÷ 80 = 3.78`.
 * Null where it would not come to the mark the server gave: then its words stand alone.
 */
export function sum(parts: Part[], mark: number): string | null {
  const there = parts.flatMap(({ weight, value }) => (value === null ? [] : [{ weight, value }]))
  const weights = there.reduce((total, { weight }) => total + weight, 0)
  const points = there.reduce((total, { weight, value }) => total + weight * value, 0)
  if (weights === 0 || Math.abs(points / weights - mark) > 0.0051) return null
  const terms = there.map(({ weight, value }) => `${written(value)}×${weight}`).join(' + ')
  return `(${terms}) ÷ ${weights} = ${mark.toFixed(2)}`
}
