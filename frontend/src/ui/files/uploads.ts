import { onScopeDispose, reactive, ref } from 'vue'
import { uploadFile, type Attachment } from '@/api/files'
import { randomKey } from '@/api/keys'
import { toProblem, type Problem } from '@/api/problem'
import { LARGEST } from './files'

/** A file on its way, or one that did not arrive. */
export interface Going {
  key: string
  file: File
  /** From 0 to 1. */
  share: number
  state: 'waiting' | 'sending' | 'checking' | 'failed'
  message: string
  /** Sending the same file again may help. */
  again: boolean
  stop: AbortController
}

const AT_ONCE = 2

interface Words {
  empty: string
  large: string
  offline: string
  failed: string
}

/** Not answered, too slow, too many: the same file may pass the next time. */
const RETRIED = new Set([0, 408, 429])

/** Sends files two at a time; what arrived is handed to `done`, what did not can be sent again. */
export function useUploads(done: (kept: Attachment, file: File) => void, words: () => Words) {
  const going = ref<Going[]>([])
  const running = ref(0)

  function fail(one: Going, problem: Problem): void {
    one.state = 'failed'
    one.again = RETRIED.has(problem.status) || problem.status >= 500
    const said = problem.errors?.[0]?.message ?? problem.detail
    one.message = problem.status === 0 ? words().offline : said || words().failed
  }

  async function send(one: Going): Promise<void> {
    running.value += 1
    one.state = 'sending'
    try {
      const onProgress = (share: number): void => {
        one.share = share
        if (share >= 1) one.state = 'checking'
      }
      const kept = await uploadFile(one.file, { key: one.key, onProgress, signal: one.stop.signal })
      drop(one)
      done(kept, one.file)
    } catch (thrown) {
      if (one.stop.signal.aborted) drop(one)
      else fail(one, toProblem(thrown))
    } finally {
      running.value -= 1
      next()
    }
  }

  function next(): void {
    const waiting = going.value.find(({ state }) => state === 'waiting')
    if (waiting && running.value < AT_ONCE) void send(waiting)
  }

  function drop(one: Going): void {
    going.value = going.value.filter(({ key }) => key !== one.key)
  }

  function add(files: Iterable<File>): void {
    for (const file of files) {
      const one = reactive<Going>({ key: randomKey(), file, share: 0, state: 'waiting', message: '', again: false, stop: new AbortController() })
      if (file.size === 0 || file.size > LARGEST) {
        one.state = 'failed'
        one.message = file.size ? words().large : words().empty
      }
      going.value = [...going.value, one]
      next()
    }
  }

  /** Stops it when it is under way, forgets it when it failed. */
  function cancel(one: Going): void {
    if (one.state === 'sending' || one.state === 'checking') one.stop.abort()
    else drop(one)
  }

  function retry(one: Going): void {
    Object.assign(one, { state: 'waiting', share: 0, message: '', stop: new AbortController() })
    next()
  }

  onScopeDispose(() => going.value.forEach(({ stop }) => stop.abort()))
  return { going, add, cancel, retry }
}
