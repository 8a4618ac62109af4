import { computed, nextTick, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { toProblem, type Problem } from '@/api/problem'
import { useLocalCopy, type LocalCopy } from './drafts'

export interface FormFault {
  /** Field name: the pointer with dots, `/members/0/role` → `members.0.role`. Empty when about the whole. */
  name: string
  message: string
}

/** What the form components need to know; the values are typed by `useServerForm`. */
export interface ServerForm {
  problem: Ref<Problem | null>
  faults: ComputedRef<FormFault[]>
  busy: Ref<boolean>
  /** Counts failures, so that the summary takes the focus after each of them. */
  failures: Ref<number>
  errorOf: (name: string) => string | undefined
  submit: () => Promise<boolean>
  /** Of a form that this browser keeps until it is sent. */
  copy?: LocalCopy
}

/** `/body/phone`, `#/phone`, `/phone` → `phone`. */
export function fieldName(pointer: string): string {
  return pointer.replace(/^#/, '').replace(/^\/(?:body\/)?/, '').replaceAll('/', '.')
}

/**
 * A form that the server validates: the input stays as typed, faults stay until the next attempt,
 * nothing is judged while typing. `submit` answers true when the server accepted. With `keep`, a
 * name for the account and the matter (`service-log:<id>`), what is typed stays in this browser until
 * then; never for a form that asks for a password.
 */
export function useServerForm<V extends object>(initial: V, send: (values: V) => Promise<unknown>, keep?: string) {
  const values = reactive(structuredClone(initial)) as V
  const copy = keep ? useLocalCopy(keep, values) : undefined
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  const failures = ref(0)
  const faults = computed(() =>
    (problem.value?.errors ?? []).map(({ pointer, message }) => ({ name: fieldName(pointer), message })),
  )

  function errorOf(name: string): string | undefined {
    return faults.value.find((fault) => fault.name === name || fault.name.startsWith(`${name}.`))?.message
  }

  async function submit(): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await send(values)
      copy?.forget()
      problem.value = null
      return true
    } catch (thrown) {
      problem.value = toProblem(thrown)
      await nextTick()
      failures.value += 1
      return false
    } finally {
      busy.value = false
    }
  }

  return { values, problem, faults, busy, failures, errorOf, submit, copy } satisfies ServerForm & { values: V }
}
