import { computed, onScopeDispose, readonly, ref, watch } from 'vue'
import { toProblem } from '@/api/problem'

const PREFIX = 'tepai.draft.'
const OWNER = 'tepai.drafts-of'
export type DraftState = 'clean' | 'typing' | 'saving' | 'saved' | 'kept-here' | 'refused'

const BASE = '.base'
const RETRY_MS = 5_000
/** What open forms hold and have not sent. */
const open = new Set<() => void>()

/** Drops the copies kept in this browser; other people may use it next. */
export function forgetDrafts(): void {
  for (const drop of open) drop()
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}

/** Says who is signed in: copies of anybody else's drafts go. */
export function draftsBelongTo(account: string): void {
  if (localStorage.getItem(OWNER) !== account) forgetDrafts()
  localStorage.setItem(OWNER, account)
}

interface DraftOptions<V> {
  /** Unique for the account and the record: `demand:<id>`. */
  key: string
  /** What to save: the form's values. */
  read: () => V
  /** Sends it to the server. */
  save: (value: V) => Promise<unknown>
  delay?: number
  /** What was typed over: kept beside the unsent copy, to tell later who changed what. */
  base?: () => V
}

/**
 * Saves what is typed: to this browser at once, to the server after a pause of 750 ms. `saved` is
 * said only after the server answered; until then the copy here survives a closed tab or a lost
 * connection, and `unsent()` gives it back. Without a connection it tries again by itself.
 */
export function useDraft<V>({ key, read, save, delay = 750, base }: DraftOptions<V>) {
  const place = PREFIX + key
  const state = ref<DraftState>('clean')
  const savedAt = ref<Date | null>(null)
  const problem = ref<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  // Another tab may keep its own copy at the same place: what is sent from here is ours.
  let pending: string | null = null

  function kept(at: string): V | null {
    const text = localStorage.getItem(at)
    return text === null ? null : (JSON.parse(text) as V)
  }
  const unsent = (): V | null => kept(place)
  const unsentBase = (): V | null => kept(place + BASE)

  function keep(text: string): void {
    pending = text
    localStorage.setItem(place, text)
    if (base && localStorage.getItem(place + BASE) === null) localStorage.setItem(place + BASE, JSON.stringify(base()))
  }

  function drop(): void {
    if (localStorage.getItem(place) === pending) localStorage.removeItem(place)
    localStorage.removeItem(place + BASE)
    pending = null
  }

  async function send(text: string): Promise<void> {
    state.value = 'saving'
    try {
      await save(JSON.parse(text) as V)
      problem.value = null
      savedAt.value = new Date()
      // Typed on meanwhile: the newer text has its own timer.
      if (pending !== text) return
      drop()
      state.value = 'saved'
    } catch (thrown) {
      problem.value = thrown
      state.value = toProblem(thrown).status === 0 ? 'kept-here' : 'refused'
      if (state.value === 'kept-here') later(RETRY_MS)
    }
  }

  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }

  /** Sends what is not yet sent; waits for it. Called before leaving for check-answers. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    await running
    if (pending === null) return
    running = send(pending).finally(() => {
      running = null
    })
    await running
  }

  const serialised = computed(() => JSON.stringify(read()))
  let known = serialised.value
  watch(serialised, (text) => {
    if (text === known) return
    known = text
    keep(text)
    state.value = 'typing'
    later(delay)
  })
  const abandon = (): void => void (pending = null)
  open.add(abandon)

  const online = (): void => void flush()
  window.addEventListener('online', online)
  onScopeDispose(() => {
    window.removeEventListener('online', online)
    void flush().finally(() => {
      clearTimeout(timer)
      open.delete(abandon)
    })
  })

  /** Counts what the form shows as typed, though nobody touched it: its presets. */
  const mark = (): void => keep(serialised.value)

  /** Changes the form without counting as typing: putting in what the server sent. */
  function fill(change: () => void): void {
    change()
    known = serialised.value
  }

  /** Gives up what was typed and not sent. */
  function discard(): void {
    clearTimeout(timer)
    localStorage.removeItem(place)
    drop()
    state.value = 'clean'
  }

  return { state: readonly(state), savedAt: readonly(savedAt), problem: readonly(problem), unsent, unsentBase, flush, mark, fill, discard }
}

/**
 * Keeps a short form in this browser until it is sent, for forms that have no draft on the server:
 * what was typed is there again after a closed tab or an ended session. `forget` once it is sent.
 */
export function useLocalCopy(key: string, values: object): { restored: boolean; forget: () => void } {
  const place = PREFIX + key
  const kept = localStorage.getItem(place)
  if (kept !== null) Object.assign(values, JSON.parse(kept))
  const stop = watch(
    () => JSON.stringify(values),
    (text) => localStorage.setItem(place, text),
  )
  const forget = (): void => {
    stop()
    localStorage.removeItem(place)
  }
  return { restored: kept !== null, forget }
}
