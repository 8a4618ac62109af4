import type { Weights } from './queries'

/** What adds up to the degree of a pair that fits in everything. */
export const POINTS = ['text', 'field', 'group', 'chain', 'place', 'load', 'freshness'] as const
/** What keeps the lists open to those rarely shown. */
export const FAIRNESS = ['meaning', 'exposure', 'exposure_most', 'newcomer_every', 'newcomer_shown', 'newcomer_near'] as const
export const WHOLE = 100

/** The points together; a field left empty counts nothing. Rounded: 0.1 and 0.2 are 0.3. */
export function total(weights: Weights['weights']): number {
  const sum = POINTS.reduce((so_far, name) => so_far + Number(weights[name] as number | string), 0)
  return Math.round(sum * 1000) / 1000
}
