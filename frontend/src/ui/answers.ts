import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { longDate } from './dates'
import { listed } from './joined'
import { useCodeNames } from './queries'

/** One field of a long form, and how its value is said in words. */
export interface AnswerField {
  name: string
  kind?: 'text' | 'yesno' | 'choice' | 'code' | 'date' | 'rows'
  /** The code list, for `code`, and for codes in `rows`. */
  list?: string
  unit?: string
  /** One row in words, for `rows`. */
  row?: (row: Record<string, unknown>, choice: (field: string, value: unknown) => string, nameOf: (code: unknown) => string) => string
}

export interface AnswerPart {
  key: string
  fields: AnswerField[]
}

export interface AnswerRow {
  name: string
  label: string
  value: string
  missing?: boolean
  /** What is wrong with it. */
  fault?: string
}

export interface AnswerSection {
  key: string
  title: string
  rows: AnswerRow[]
}

export type Values = Record<string, unknown>
export type Fault = { pointer: string; message: string }

/** `/achievements/0/title` is about the field `achievements`. */
export const fieldOf = (pointer: string): string => pointer.replace(/^#?\//, '').split('/')[0] ?? ''

export const isFilled = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

interface Sectioning {
  missing?: Fault[]
}

/**
 * Puts a long form's values into words. Labels are `<space>.field.<name>`, sections
 * `<space>.part.<key>`, choices `<space>.choice.<field>.<value>`.
 */
export function useAnswers(space: string, parts: AnswerPart[]) {
  const { t, locale } = useI18n()
  const lists = [...new Set(parts.flatMap(({ fields }) => fields.flatMap(({ list }) => list ?? [])))]
  const nameOf = useCodeNames(lists)

  const choice = (field: string, value: unknown): string => t(`${space}.choice.${field}.${String(value)}`)
  const one: Record<NonNullable<AnswerField['kind']>, (field: AnswerField, value: unknown) => string> = {
    text: ({ unit }, value) => `${String(value)}${unit ? ` ${t(unit)}` : ''}`,
    yesno: (_field, value) => t(value ? 'ui.yes' : 'ui.no'),
    choice: ({ name }, value) => choice(name, value),
    code: ({ list }, value) => nameOf(list ?? '', String(value)),
    date: (_field, value) => longDate(new Date(String(value)), locale.value),
    rows: ({ row, list }, value) => row?.(value as Values, choice, (code) => nameOf(list ?? '', String(code))) ?? '',
  }

  function say(field: AnswerField, value: unknown): string {
    if (!isFilled(value)) return ''
    const words = one[field.kind ?? 'text']
    if (!Array.isArray(value)) return words(field, value)
    const all = value.map((each) => words(field, each))
    return field.kind === 'rows' ? all.join('\n') : listed(all)
  }

  const fieldNamed = new Map(parts.flatMap(({ fields }) => fields.map((field) => [field.name, field])))
  const labelOf = (name: string): string => t(`${space}.field.${name}`)
  const sayNamed = (name: string, value: unknown): string => say(fieldNamed.get(name) ?? { name }, value)

  function sections(values: Values, { missing = [] }: Sectioning = {}): AnswerSection[] {
    const faults = new Map(missing.map(({ pointer, message }) => [fieldOf(pointer), message]))
    const row = (field: AnswerField): AnswerRow => {
      const value = say(field, values[field.name])
      return {
        name: field.name,
        label: t(`${space}.field.${field.name}`),
        value,
        missing: !value && faults.has(field.name),
        fault: faults.get(field.name),
      }
    }
    return parts.map(({ key, fields }) => ({ key, title: t(`${space}.part.${key}`), rows: fields.map(row) }))
  }

  const labels: ComputedRef<{ value: string; label: string }[]> = computed(() =>
    parts.flatMap(({ fields }) => fields.map(({ name }) => ({ value: `/${name}`, label: t(`${space}.field.${name}`) }))),
  )
  return { sections, labels, labelOf, say: sayNamed }
}
