import type { AnswerField, AnswerPart } from '@/ui/answers'
import type { Draft } from './queries'

type Name = keyof Draft & string
const plain = (...names: Name[]): AnswerField[] => names.map((name) => ({ name }))
const code = (name: Name, list: string): AnswerField => ({ name, kind: 'code', list })
const joined = (...parts: unknown[]): string => parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ')
const kept: AnswerField['row'] = (_row, choice) => choice('picture', 'kept')

/** Annex 1 in sections that can be filled in any order. */
export const PARTS: AnswerPart[] = [
  { key: 'unit', fields: [...plain('name'), { name: 'type', kind: 'choice' }, ...plain('uscc'), { name: 'double_first_class', kind: 'yesno' }] },
  { key: 'place', fields: [code('city_code', 'divisions'), code('county_code', 'divisions'), code('zone_code', 'zones'), ...plain('address', 'website')] },
  { key: 'contact', fields: plain('managing_department', 'contact_name', 'contact_position', 'contact_phone', 'contact_email') },
  { key: 'about', fields: plain('introduction', 'colleges') },
  { key: 'pictures', fields: [{ name: 'logo', kind: 'rows', row: kept }, { name: 'pictures', kind: 'rows', row: kept }] },
  { key: 'disciplines', fields: [{ name: 'disciplines', kind: 'rows', row: ({ discipline, college, core_people, introduction }) => joined(discipline, college, core_people, introduction) }] },
  { key: 'teams', fields: [{ name: 'teams', kind: 'rows', row: ({ name, leader, leader_introduction, research_field, introduction }) => joined(name, leader, leader_introduction, research_field, introduction) }] },
]

const PRESET: Draft = { colleges: [], pictures: [], disciplines: [], teams: [] }

/** What an untouched section starts with. */
export const blankOf = (part: AnswerPart): Draft => Object.fromEntries(part.fields.map(({ name }) => [name, PRESET[name as Name] ?? null]))

/** Where a rule that is not met is put right. */
export const PART_OF_RULE: Partial<Record<string, string>> = { 'ORG-04': 'pictures', 'ORG-05': 'unit', 'ORG-06': 'unit', 'ORG-11': 'place' }

/** Decided by the department once the account is allotted. */
export const FIXED_PARTS = ['unit'] as const
