import { computed, nextTick, ref, shallowRef } from 'vue'
import { ProblemError, toProblem } from '@/api/problem'
import type { Fault } from '../answers'
import { useDraft } from '../drafts'
import { useServerForm } from '../server-form'
import { changesOf, merge, type Conflict } from './merge'
import { faultsOf } from './sections'

/** What the server said after saving. */
export interface DraftSaved {
  version: number
  missing: Fault[]
}

/** The record's draft as the server has it. */
export interface DraftRecord<V> extends DraftSaved {
  draft: V
}

interface SectionOptions<V extends object> {
  /** Unique for the record and the section: `expert:<id>:person`. */
  key: string
  /** The fields of this page, with what an untouched one starts with. */
  blank: V
  record: DraftRecord<Partial<V>>
  /** What a reviewer asked to change here: said at the fields until the next attempt. */
  reasons: Fault[]
  /** Sends the changed fields; rejects with 412 when the record moved on. */
  save: (changes: Partial<V>, version: number) => Promise<DraftSaved>
  /** Reads the record anew. */
  reread: () => Promise<DraftRecord<Partial<V>>>
  words: { reasons: string; incomplete: string; conflict: string }
}

/** A plain copy: what the cache holds is read-only. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const startOf = <V extends object>(blank: V, draft: Partial<V>): V => {
  const known = Object.entries(draft).filter(([name, value]) => name in blank && value !== null && value !== undefined)
  return copy({ ...blank, ...(Object.fromEntries(known) as Partial<V>) })
}

/** Blank text is no answer yet, in rows too. */
const cleaned = <V extends object>(values: V): V =>
  JSON.parse(JSON.stringify(values, (_name, value: unknown) => (value === '' ? null : value))) as V

/** What the server has of these fields: presets are answers only once they were sent. */
const known = <V extends object>(blank: V, draft: Partial<V>): V =>
  cleaned(Object.fromEntries(Object.keys(blank).map((name) => [name, draft[name as keyof V] ?? null])) as V)

const isStale = (thrown: unknown): boolean => toProblem(thrown).status === 412
const ATTEMPTS = 3

/**
 * One section of a long form: saved while typing, its faults told all at once when the person goes
 * on, and going on allowed with faults left. When another window saved meanwhile, its fields are
 * taken in; a field that both changed is asked about, never overwritten.
 */
export function useSectionDraft<V extends object>({ key, blank, record, reasons, save, reread, words }: SectionOptions<V>) {
  const names = Object.keys(blank)
  let version = record.version
  const missing = ref(record.missing)
  const told = ref(false)
  /** What the server has of this section, as far as this window knows. */
  let base = known(blank, record.draft)
  const conflicts = shallowRef<Conflict[]>([])
  const joined = ref(false)

  const form = useServerForm<V>(startOf(blank, record.draft), async () => {
    if (Object.keys(changesOf(base, cleaned<V>(form.values))).length) draft.mark()
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

  /** Takes in what another window saved; false when a person has to choose. */
  function takeIn(mine: V, newest: DraftRecord<Partial<V>>): boolean {
    const theirs = known(blank, newest.draft)
    const merged = merge(base, mine, theirs)
    version = newest.version
    missing.value = newest.missing
    conflicts.value = merged.conflicts
    const taken = changesOf(mine, merged.values)
    if (Object.keys(taken).length) {
      joined.value = true
      Object.assign(form.values, startOf(blank, merged.values))
    }
    base = { ...theirs, ...Object.fromEntries(merged.conflicts.map(({ name }) => [name, base[name as keyof V]])) }
    return merged.conflicts.length === 0
  }

  async function send(mine: V, left = ATTEMPTS): Promise<void> {
    const changes = changesOf(base, mine)
    if (!Object.keys(changes).length) return
    try {
      const saved = await save(changes, version)
      version = saved.version
      missing.value = saved.missing
      base = { ...base, ...changes }
    } catch (thrown) {
      if (!isStale(thrown) || left === 0) throw thrown
      if (!takeIn(mine, await reread())) throw thrown
      await send(cleaned<V>(form.values), left - 1)
    }
  }

  const draft = useDraft<V>({
    key,
    read: () => cleaned<V>(form.values),
    async save(values) {
      if (conflicts.value.length) throw new ProblemError({ type: 'about:blank', title: words.conflict, status: 412, detail: words.conflict })
      await send(values)
    },
    base: () => base,
  })

  /** What an earlier visit typed and could not send comes back by itself. */
  const restored = ref(
    draft.resume((left) => {
      base = { ...base, ...draft.unsentBase() }
      const mine = { ...base, ...left }
      Object.assign(form.values, startOf(blank, mine))
      takeIn(mine, record)
    }),
  )

  const stale = computed(() => conflicts.value.length > 0)

  /** Settles one field; when all are settled what stands here is sent. */
  async function settle({ name, theirs }: Conflict, whose: 'mine' | 'theirs'): Promise<void> {
    base = { ...base, [name]: theirs }
    if (whose === 'theirs') Object.assign(form.values, { [name]: copy(theirs ?? blank[name as keyof V]) })
    conflicts.value = conflicts.value.filter((one) => one.name !== name)
    await nextTick() // the choice counts as typed only now
    if (!conflicts.value.length) await draft.flush()
  }

  return { form, draft, told, restored, joined, stale, conflicts, settle }
}
