import type { RouteLocationRaw } from 'vue-router'
import { fieldOf } from '@/ui/answers'
import type { Advice, Demand, Draft } from './queries'

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

/** Where there is no room for the coach beside the form. */
export const NARROW = '(width < 1080px)'

export type Section = keyof typeof SECTIONS
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[]

export const isSection = (name: string): name is Section => name in SECTIONS

/** The field a pointer starts with: `/indicators/0/name` → `indicators`. */
const head = (pointer: string): string => pointer.split('/')[1] ?? ''

/** The section a pointer belongs to. */
export function sectionOf(pointer: string): Section | undefined {
  return SECTION_NAMES.find((name) => (SECTIONS[name] as readonly string[]).includes(head(pointer)))
}

/** What the coach says of some fields. */
export const coachOf = (demand: Demand, fields: readonly string[]): Advice[] => demand.advice.filter(({ pointer }) => fields.includes(fieldOf(pointer)))

const BLANK: { [F in Field]: Draft[F] } = {
  title: '',
  kind: null,
  chain_code: null,
  industry_code: null,
  disciplines: [],
  keywords: [],
  present_state: '',
  tried: '',
  conditions: '',
  indicators: [],
  deadline_months: null,
  expert_wanted: '',
  title_level_wanted: null,
  mode: null,
  days: null,
  team_wanted: false,
  budget_wan: null,
  pay_code: null,
  pay_text: '',
  ip_code: null,
  ip_text: '',
  disclosure: 'full',
  open_until: null,
  confidential: { details: '', contact_name: '', contact_phone: '' },
  attachments: [],
  not_secret: false,
}

/** The fields of a section as an untouched draft has them. */
export const blankOf = (section: Section): Partial<Draft> => Object.fromEntries(SECTIONS[section].map((field) => [field, BLANK[field]]))

/** Nothing typed is an empty text to the server, in rows too, and null only where a code or number is asked. */
export function asBody(changes: Partial<Draft>): Partial<Draft> {
  const filled = (value: unknown, blank: unknown): unknown => {
    if (value === null || value === undefined) return blank
    if (Array.isArray(value)) return value.map((one: unknown) => filled(one, ''))
    if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, filled(cell, '')]))
    return value
  }
  return Object.fromEntries(Object.entries(changes).map(([field, value]) => [field, filled(value, BLANK[field as Field])]))
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
