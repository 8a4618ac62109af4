import type { AnswerField, AnswerPart } from '@/ui/answers'
import { joined } from '@/ui/joined'
import type { Draft } from './queries'

type Name = keyof Draft & string
const plain = (...names: Name[]): AnswerField[] => names.map((name) => ({ name }))
const yesno = (...names: Name[]): AnswerField[] => names.map((name) => ({ name, kind: 'yesno' }))
const code = (name: Name, list: string): AnswerField => ({ name, kind: 'code', list })
const money = (...names: Name[]): AnswerField[] => names.map((name) => ({ name, unit: 'enterprises.unit.money' }))
export const CONDITIONS = ['office', 'laboratory', 'lodging', 'liaison_person'] as const

/** The registration in sections that can be filled in any order (clause 3.2.1). */
export const PARTS: AnswerPart[] = [
  {
    key: 'unit',
    fields: [
      ...plain('name', 'uscc'),
      { name: 'unit_type', kind: 'choice' },
      ...yesno('is_legal_person', 'is_branch', 'is_central_unit'),
      { name: 'founded_on', kind: 'date' },
      ...money('registered_capital'),
    ],
  },
  {
    key: 'contact',
    fields: plain('legal_representative', 'legal_representative_phone', 'contact_name', 'contact_position', 'contact_phone', 'contact_email'),
  },
  {
    key: 'place',
    fields: [code('city_code', 'divisions'), code('county_code', 'divisions'), code('zone_code', 'zones'), ...plain('address')],
  },
  {
    key: 'business',
    fields: [
      code('industry_code', 'industries'),
      code('chain_code', 'chains'),
      ...plain('business'),
      ...money('revenue', 'assets'),
      { name: 'staff', unit: 'enterprises.unit.people' },
      { name: 'size', kind: 'choice' },
      {
        name: 'qualifications',
        kind: 'rows',
        list: 'enterprise_classes',
        row: ({ code: kind, number, valid_until }, _choice, nameOf) => joined([kind && nameOf(kind), number, valid_until]),
      },
      { name: 'invention_patents', unit: 'enterprises.unit.pieces' },
      { name: 'other_patents', unit: 'enterprises.unit.pieces' },
      { name: 'software_copyrights', unit: 'enterprises.unit.pieces' },
      { name: 'standards', unit: 'enterprises.unit.standards' },
      ...plain('note'),
    ],
  },
  {
    key: 'research',
    fields: [...money('rd_spend'), { name: 'rd_staff', unit: 'enterprises.unit.people' }, ...plain('rd_platforms', 'technical_needs'), ...yesno('declares_innovation')],
  },
  {
    key: 'conditions',
    fields: [
      {
        name: 'working_conditions',
        kind: 'rows',
        row: (offered, choice) => joined([...CONDITIONS.filter((one) => offered[one]).map((one) => choice('working_conditions', one)), offered.note]),
      },
      ...yesno('declares_conditions'),
    ],
  },
  {
    key: 'declarations',
    fields: yesno('declares_taxes_paid', 'declares_no_safety_accident', 'declares_no_quality_accident', 'declares_no_environmental_offence', 'declares_rules_accepted'),
  },
  {
    key: 'evidence',
    fields: [
      {
        name: 'evidence',
        kind: 'rows',
        list: 'evidence_enterprise',
        row: ({ kind, filename }, _choice, nameOf) => joined([kind && nameOf(kind), filename]),
      },
    ],
  },
]

const PRESET: Draft = {
  qualifications: [],
  evidence: [],
  is_central_unit: false,
  working_conditions: { office: false, laboratory: false, lodging: false, liaison_person: false, note: '' },
}

/** What an untouched section starts with. */
export const blankOf = (part: AnswerPart): Draft => Object.fromEntries(part.fields.map(({ name }) => [name, PRESET[name as Name] ?? null]))

/** Where a rule that is not met is put right. */
export const PART_OF_RULE: Partial<Record<string, string>> = {
  'ENT-PLACE': 'unit',
  'ENT-DECLARED': 'declarations',
  'ENT-RD': 'research',
  'ENT-RULES': 'declarations',
  'CREDIT-01': 'unit',
}
