import { computed, onScopeDispose, readonly, ref, watch, type Ref } from 'vue'
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

  /**
   * Puts what an earlier visit typed and could not send into the form, to be sent now. False when
   * there is nothing, or when it had reached the server after all.
   */
  function resume(put: (left: V) => void): boolean {
    const left = unsent()
    if (left === null) return false
    put(left)
    if (serialised.value !== known) return true
    discard()
    return false
  }

  /** Gives up what was typed and not sent. */
  function discard(): void {
    clearTimeout(timer)
    localStorage.removeItem(place)
    drop()
    state.value = 'clean'
  }

  return { state: readonly(state), savedAt: readonly(savedAt), problem: readonly(problem), unsentBase, flush, mark, resume, discard }
}

/** Whether this browser keeps something typed under this name and not sent: a folded form opens itself. */
export const keptHere = (key: string): boolean => localStorage.getItem(PREFIX + key) !== null

export interface LocalCopy {
  /** What an earlier visit typed stands in the form again. */
  restored: Readonly<Ref<boolean>>
  /** It was sent, or is not wanted any more. */
  forget: () => void
  /** Starts over with an untouched form. */
  discard: () => void
}

/**
 * Keeps a form that has no draft on the server in this browser until it is sent: what was typed is
 * there again after a closed tab, a lost connection or an ended session.
 */
export function useLocalCopy(key: string, values: object): LocalCopy {
  const place = PREFIX + key
  const untouched = JSON.stringify(values)
  const restored = ref(false)
  let sent = untouched
  const kept = localStorage.getItem(place)
  if (kept !== null) {
    const known = Object.entries(JSON.parse(kept) as object).filter(([name]) => name in values)
    Object.assign(values, Object.fromEntries(known))
    restored.value = JSON.stringify(values) !== untouched
    // Sent after all, though the answer was lost.
    if (!restored.value) localStorage.removeItem(place)
  }
  function forget(): void {
    sent = JSON.stringify(values)
    restored.value = false
    localStorage.removeItem(place)
  }
  // At once: a tab may be gone the moment after a key.
  watch(
    () => JSON.stringify(values),
    (text) => (text === untouched || text === sent ? localStorage.removeItem(place) : localStorage.setItem(place, text)),
    { flush: 'sync' },
  )
  function discard(): void {
    Object.assign(values, JSON.parse(untouched))
    forget()
  }
  return { restored: readonly(restored), forget, discard }
}
