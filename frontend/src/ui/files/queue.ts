import { computed, shallowReactive, shallowRef } from 'vue'
import { randomKey } from '@/api/keys'
import { toProblem, type Problem } from '@/api/problem'
import { LARGEST } from './files'

/** One file of a stack: what came of it, or why nothing did. */
export interface Queued<Out> {
  key: string
  file: File
  state: 'waiting' | 'busy' | 'done' | 'failed'
  out: Out | null
  problem: Problem | null
}

const refused = (status: number, detail: string): Problem => ({ type: 'about:blank', title: '', status, detail })

interface Words {
  empty: string
  large: string
}

/** A stack of files that are sent one after the other, in the order they lie. */
export function useFileQueue<Out>(send: (file: File) => Promise<Out>, words: () => Words) {
  const rows = shallowRef<Queued<Out>[]>([])
  const busy = computed(() => rows.value.some(({ state }) => state === 'busy'))

  function add(files: Iterable<File>): void {
    for (const file of files) {
      const one: Queued<Out> = shallowReactive<Queued<Out>>({ key: randomKey(), file, state: 'waiting', out: null, problem: null })
      if (file.size === 0 || file.size > LARGEST) {
        one.state = 'failed'
        one.problem = refused(413, file.size ? words().large : words().empty)
      }
      rows.value = [...rows.value, one]
    }
  }

  async function one(row: Queued<Out>): Promise<void> {
    row.state = 'busy'
    row.problem = null
    try {
      row.out = await send(row.file)
      row.state = 'done'
    } catch (thrown) {
      row.problem = toProblem(thrown)
      row.state = 'failed'
    }
  }

  /** Send what waits; does nothing while it is at it already. */
  async function run(): Promise<void> {
    if (busy.value) return
    for (;;) {
      const next = rows.value.find(({ state }) => state === 'waiting')
      if (!next) return
      await one(next)
    }
  }

  function drop(key: string): void {
    rows.value = rows.value.filter((row) => row.key !== key)
  }

  /** Once more, as when the connection was lost. */
  async function retry(row: Queued<Out>): Promise<void> {
    row.state = 'waiting'
    await run()
  }

  return { rows, busy, add, run, drop, retry }
}

/** What the server said of a file it refused. */
export const saidOf = (problem: Problem | null): string => problem?.errors?.[0]?.message ?? problem?.detail ?? ''

/** A file that was not answered may be sent again; one that was refused may not. */
export const mayAgain = ({ status }: Problem): boolean => status === 0 || status === 408 || status === 429 || status >= 500
