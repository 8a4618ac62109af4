import type { RouteLocationRaw } from 'vue-router'
import type { Demand, Draft } from './queries'

/** The ways of serving that a demand chooses from; the code list has more kinds of service. */
export const MODES = ['ONSITE_STAY', 'ONSITE_PERIODIC', 'REMOTE']
export const TITLE_LEVELS = ['中级', '副高', '正高']
export const PAYS = ['LUMP_SUM', 'STAGED', 'DAILY', 'RESULT', 'ROYALTY', 'NONE'] as const
export const OWNERSHIPS = ['ENTERPRISE', 'EXPERT', 'SHARED'] as const

export type Field = keyof Draft

/** The parts of the form, each a page of its own, fillable in any order. */
export const SECTIONS = {
  basics: ['title', 'kind', 'chain_code', 'industry_code', 'disciplines', 'keywords'],
  problem: ['present_state', 'tried', 'conditions'],
  targets: ['indicators', 'deadline_months'],
  expert: ['expert_wanted', 'title_level_wanted', 'mode', 'days', 'team_wanted'],
  terms: ['budget_wan', 'pay_code', 'pay_text', 'ip_code', 'ip_text'],
  publication: ['disclosure', 'open_until', 'confidential', 'attachments', 'not_secret'],
} as const satisfies Record<string, Field[]>

export type Section = keyof typeof SECTIONS
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[]

export const isSection = (name: string): name is Section => name in SECTIONS

/** The field a pointer starts with: `/indicators/0/name` → `indicators`. */
const head = (pointer: string): string => pointer.split('/')[1] ?? ''

/** The section a pointer belongs to. */
export function sectionOf(pointer: string): Section | undefined {
  return SECTION_NAMES.find((name) => (SECTIONS[name] as readonly string[]).includes(head(pointer)))
}

/** Those of the faults (or remarks) that concern one section. */
export const within = <F extends { pointer: string }>(faults: F[], section: Section): F[] => faults.filter(({ pointer }) => sectionOf(pointer) === section)

/** What looks suspicious in the text everybody reads; contact data has its own, confidential place. */
export const publicHints = (demand: Demand) => demand.hints.filter(({ pointer }) => !pointer.startsWith('/confidential'))

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value !== null && typeof value === 'object') return Object.values(value).some(isFilled)
  return value !== null && value !== undefined && value !== '' && value !== false
}

/** How far a section is. Choices that come with a default do not count as begun. */
export function statusOf(demand: Demand, section: Section): 'todo' | 'doing' | 'done' {
  if (within(demand.missing, section).length === 0) return 'done'
  const begun = SECTIONS[section].some((field) => field !== 'disclosure' && isFilled(demand.draft?.[field]))
  return begun ? 'doing' : 'todo'
}

/** A section's page; `check` returns to the answers and shows what is missing. */
export const sectionPage = (id: string, section: Section, check = false): RouteLocationRaw => ({
  name: 'demand-section',
  params: { id, section },
  query: check ? { check: '1' } : {},
})
