import type { ViewFilter } from './queries'

/** The list of demands as its address says it; empty is no condition. */
export const NONE = {
  q: '',
  city_code: '',
  county_code: '',
  zone_code: '',
  chain: '',
  industry: '',
  discipline: '',
  kind: '',
  mode: '',
  pay: '',
  months: '',
  closing: '',
  team: '',
  state: '',
  sort: 'newest',
  offset: '0',
  mine: '',
  view: '',
}
export type Filter = typeof NONE

/** What is looked for; how it is shown, and whose list it is, is not part of a saved search. */
const KEPT = ['q', 'city_code', 'county_code', 'zone_code', 'chain', 'industry', 'discipline', 'kind', 'mode', 'pay', 'months', 'closing', 'team'] as const
const NUMBERS: readonly string[] = ['months', 'closing']

export const isFiltered = (state: Filter): boolean => KEPT.some((key) => state[key] !== '')

/** The conditions of the address, to be saved. */
export function kept(state: Filter): ViewFilter {
  const value = (key: string, text: string): unknown => (key === 'team' ? text === 'true' : NUMBERS.includes(key) ? Number(text) : text)
  return Object.fromEntries(KEPT.filter((key) => state[key] !== '').map((key) => [key, value(key, state[key])])) as unknown as ViewFilter
}

/** The address of saved conditions. */
export function asked(filter: ViewFilter): Filter {
  const said = Object.entries(filter).filter(([key, value]) => key in NONE && value !== null)
  return { ...NONE, ...Object.fromEntries(said.map(([key, value]) => [key, String(value)])) }
}
