import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCodes } from '@/ui/queries'
import { listed } from '@/ui/joined'
import type { Demand, Draft } from './queries'
import { SECTION_NAMES, SECTIONS, sectionPage, within, type Field, type Section } from './sections'

type Codes = { code: string; name: string }[] | undefined

const nameIn = (codes: Codes, code: string | null | undefined): string | null => (code ? (codes?.find((one) => one.code === code)?.name ?? code) : null)

/** A field of a demand in words. */
function useWords() {
  const { t } = useI18n()
  const kinds = useCodes(() => 'demand_types')
  const chains = useCodes(() => 'chains')
  const industries = useCodes(() => 'industries')
  const disciplines = useCodes(() => 'disciplines')
  const modes = useCodes(() => 'service_types')

  const unit = (value: number | null | undefined, key: 'months' | 'days' | 'wan'): string | null =>
    value === null || value === undefined ? null : `${value} ${t(`demands.unit.${key}`)}`

  const WORDS: Partial<Record<Field, (draft: Draft) => string | null | undefined>> = {
    kind: ({ kind }) => nameIn(kinds.data.value, kind),
    chain_code: ({ chain_code }) => nameIn(chains.data.value, chain_code),
    industry_code: ({ industry_code }) => nameIn(industries.data.value, industry_code),
    disciplines: (draft) => listed(draft.disciplines.map((code) => nameIn(disciplines.data.value, code))),
    keywords: ({ keywords }) => listed(keywords),
    mode: ({ mode }) => nameIn(modes.data.value, mode),
    indicators: ({ indicators }) => indicators.map(({ name, current, target, unit: of }) => t('demands.check.indicator', { name, current: current || '—', target: target || '—', unit: of })).join('\n'),
    deadline_months: ({ deadline_months }) => unit(deadline_months, 'months'),
    days: ({ days }) => unit(days, 'days'),
    budget_wan: ({ budget_wan }) => unit(budget_wan, 'wan'),
    pay_code: ({ pay_code }) => pay_code && t(`demands.pay.${pay_code}`),
    ip_code: ({ ip_code }) => ip_code && t(`demands.owner.${ip_code}`),
    title_level_wanted: ({ title_level_wanted }) => title_level_wanted && t('demands.field.level_and_above', { level: t(`demands.level.${title_level_wanted}`) }),
    team_wanted: ({ team_wanted }) => t(team_wanted ? 'demands.filter.team' : 'demands.filter.single'),
    disclosure: ({ disclosure }) => t(`demands.disclosure.${disclosure}`),
    attachments: ({ attachments }) => (attachments.length ? t('demands.check.files', { n: attachments.length }, attachments.length) : null),
    confidential: ({ confidential }) => Object.values(confidential).filter(Boolean).join('\n'),
    not_secret: ({ not_secret }) => (not_secret ? t('demands.secret.declared') : null),
  }

  function word(draft: Draft, field: Field): string | null {
    const said = WORDS[field]
    if (said) return said(draft) ?? null
    const value = draft[field]
    return typeof value === 'string' ? value : null
  }
  return word
}

/** Labels and words for what changed between two versions. */
export function useChangeWords() {
  const { t } = useI18n()
  const word = useWords()
  return {
    labelOf: (name: string): string => t(`demands.field.${name}`),
    say: (name: string, value: unknown): string => (value === null || value === undefined ? '' : (word({ [name]: value } as unknown as Draft, name as Field) ?? '')),
  }
}

/** The draft in words, section by section, for check-answers. */
export function useAnswers(demand: () => Demand | undefined) {
  const { t } = useI18n()
  const word = useWords()

  function rows(one: Demand, draft: Draft, section: Section) {
    const missing = within(one.missing, section).map(({ pointer }) => pointer.split('/')[1])
    return SECTIONS[section].map((field) => ({ label: t(`demands.field.${field}`), value: word(draft, field), missing: missing.includes(field) }))
  }

  return computed(() => {
    const one = demand()
    const draft = one?.draft
    if (!draft) return []
    return SECTION_NAMES.map((section) => ({ title: t(`demands.section.${section}`), change: sectionPage(one.id, section, true), rows: rows(one, draft, section) }))
  })
}
