import type { AnswerField, AnswerPart } from '@/ui/answers'
import { joined } from '@/ui/joined'
import type { Draft } from './queries'

const code = (name: keyof Draft & string, list: string): AnswerField => ({ name, kind: 'code', list })
const plain = (...names: (keyof Draft & string)[]): AnswerField[] => names.map((name) => ({ name }))

/** The registration in sections that can be filled in any order (clause 3.1.1). */
export const PARTS = [
  {
    key: 'person',
    fields: [
      ...plain('name'),
      { name: 'sex', kind: 'choice' },
      { name: 'id_kind', kind: 'choice' },
      ...plain('id_number'),
      { name: 'birth_date', kind: 'date' },
      ...plain('phone', 'email', 'address', 'postcode', 'ethnicity', 'political_status', 'native_place'),
    ],
  },
  {
    key: 'employer',
    fields: [
      ...plain('employer_name', 'employer_uscc', 'department', 'position'),
      { name: 'is_out_of_province', kind: 'yesno' },
      code('city_code', 'divisions'),
      code('county_code', 'divisions'),
      code('zone_code', 'zones'),
      { name: 'is_retired', kind: 'yesno' },
      { name: 'is_civil_servant', kind: 'yesno' },
      { name: 'is_continuing', kind: 'yesno' },
    ],
  },
  {
    key: 'degree',
    fields: [
      code('education_code', 'degrees'),
      ...plain('school', 'major'),
      code('degree_code', 'degrees'),
      { name: 'degree_date', kind: 'date' },
      ...plain('title_name'),
      code('title_series', 'titles'),
      { name: 'title_date', kind: 'date' },
      {
        name: 'education',
        kind: 'rows',
        list: 'degrees',
        row: ({ level, school, major, finished_on }, _choice, nameOf) => joined([level && nameOf(level), school, major, finished_on]),
      },
    ],
  },
  {
    key: 'field',
    fields: [
      code('main_discipline', 'disciplines'),
      code('other_disciplines', 'disciplines'),
      ...plain('keywords'),
      code('chains', 'chains'),
      code('industries', 'industries'),
      ...plain('summary'),
      { name: 'years_experience', unit: 'experts.unit.years' },
      ...plain('working_since'),
      { name: 'talent_types', kind: 'choice' },
    ],
  },
  {
    key: 'results',
    fields: [
      {
        name: 'achievements',
        kind: 'rows',
        row: ({ year, kind, title, evidence }, choice) => joined([year, kind && choice('achievements', kind), title, evidence]),
      },
      {
        name: 'work_history',
        kind: 'rows',
        row: ({ from_year, to_year, employer, position }) => joined([[from_year, to_year].join('–'), employer, position]),
      },
      { name: 'awards', kind: 'rows', row: ({ year, name, issuer }) => joined([year, name, issuer]) },
      ...plain('experience', 'honours'),
    ],
  },
  {
    key: 'service',
    fields: [
      code('service_types', 'service_types'),
      code('willing_places', 'divisions'),
      ...plain('service_content'),
      { name: 'days_per_month', unit: 'experts.unit.days' },
      { name: 'max_enterprises', unit: 'experts.unit.enterprises' },
      { name: 'is_designable', kind: 'yesno' },
    ],
  },
  {
    key: 'declarations',
    fields: [
      { name: 'declares_voluntary', kind: 'yesno' },
      { name: 'declares_health', kind: 'yesno' },
      { name: 'declares_willing', kind: 'yesno' },
      {
        name: 'conflicts',
        kind: 'rows',
        row: ({ enterprise_name, enterprise_uscc, kind, note }, choice) => joined([enterprise_name, enterprise_uscc, kind && choice('conflicts', kind), note]),
      },
    ],
  },
  {
    key: 'evidence',
    fields: [
      {
        name: 'evidence',
        kind: 'rows',
        list: 'evidence_expert',
        row: ({ kind, filename }, _choice, nameOf) => joined([kind && nameOf(kind), filename]),
      },
    ],
  },
] satisfies AnswerPart[] as AnswerPart[]

export type PartKey = 'person' | 'employer' | 'degree' | 'field' | 'results' | 'service' | 'declarations' | 'evidence'

const LISTS = new Set(['education', 'talent_types', 'awards', 'other_disciplines', 'keywords', 'chains', 'industries', 'achievements', 'work_history', 'service_types', 'willing_places', 'conflicts', 'evidence'])
const PRESET: Draft = { is_out_of_province: false, is_continuing: false, is_designable: true, max_enterprises: 3 }

/** What an untouched section starts with. */
export function blankOf(part: AnswerPart): Draft {
  return Object.fromEntries(part.fields.map(({ name }) => [name, LISTS.has(name) ? [] : (PRESET[name as keyof Draft] ?? null)]))
}

/** Where a rule that is not met is put right. */
export const PART_OF_RULE: Partial<Record<string, PartKey>> = {
  'ELIG-VOLUNTARY': 'declarations',
  'ELIG-SKILL': 'field',
  'ELIG-DEGREE': 'degree',
  'ELIG-HEALTH': 'declarations',
  'ELIG-AGE': 'person',
  'ELIG-WILLING': 'declarations',
  'ELIG-FIELD': 'field',
  'CREDIT-01': 'person',
}
