import { computed, ref } from 'vue'
import { ProblemError, toProblem } from '@/api/problem'
import type { Fault } from '../answers'
import { useDraft } from '../drafts'
import { useServerForm } from '../server-form'
import { faultsOf } from './sections'

/** The record's draft as the server has it. */
export interface DraftRecord<V> {
  version: number
  draft: V
  missing: Fault[]
}

interface SectionOptions<V extends object> {
  /** Unique for the record and the section: `expert:<id>:person`. */
  key: string
  /** The fields of this page, with what an untouched one starts with. */
  blank: V
  record: DraftRecord<Partial<V>>
  /** What a reviewer asked to change here: said at the fields until the next attempt. */
  reasons: Fault[]
  /** Sends these fields; rejects with 412 when the record moved on. */
  save: (changes: V, version: number) => Promise<DraftRecord<unknown>>
  words: { reasons: string; incomplete: string }
}

const startOf = <V extends object>(blank: V, draft: Partial<V>): V => {
  const known = Object.entries(draft).filter(([name, value]) => name in blank && value !== null && value !== undefined)
  return structuredClone({ ...blank, ...(JSON.parse(JSON.stringify(Object.fromEntries(known))) as Partial<V>) })
}

/** Blank text is no answer yet, in rows too. */
const cleaned = <V extends object>(values: V): V =>
  JSON.parse(JSON.stringify(values, (_name, value: unknown) => (value === '' ? null : value))) as V

/**
 * One section of a long form: saved while typing, its faults told all at once when the person goes
 * on, and going on allowed with faults left.
 */
export function useSectionDraft<V extends object>({ key, blank, record, reasons, save, words }: SectionOptions<V>) {
  const names = Object.keys(blank)
  const version = ref(record.version)
  const missing = ref(record.missing)
  const told = ref(false)

  const form = useServerForm<V>(startOf(blank, record.draft), async () => {
    await draft.flush()
    const refused: unknown = draft.problem.value
    if (refused) throw new ProblemError(toProblem(refused))
    const errors = faultsOf(names, missing.value)
    if (!errors.length) return
    told.value = true
    throw new ProblemError({ type: 'about:blank', title: words.incomplete, status: 422, detail: words.incomplete, errors })
  })
  const asked = faultsOf(names, reasons)
  if (asked.length) form.problem.value = { type: 'about:blank', title: words.reasons, status: 422, detail: words.reasons, errors: asked }

  const draft = useDraft<V>({
    key,
    read: () => cleaned(form.values),
    async save(values) {
      const saved = await save(values, version.value)
      version.value = saved.version
      missing.value = saved.missing
    },
  })

  /** What an earlier visit typed and could not send comes back by itself. */
  const restored = ref(false)
  const left = draft.unsent()
  if (left) {
    Object.assign(form.values, startOf(blank, left))
    restored.value = true
  }

  const stale = computed(() => draft.state.value === 'refused' && toProblem(draft.problem.value).status === 412)

  /** Another window saved meanwhile: send mine over it, or take theirs. */
  async function keepMine(newest: DraftRecord<unknown>): Promise<void> {
    version.value = newest.version
    await draft.flush()
  }

  return { form, draft, told, restored, stale, keepMine }
}
