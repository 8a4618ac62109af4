import { reactive, ref, watch } from 'vue'

/** What single letters do on the desk, in the order of the help. */
export const ACTIONS = ['next', 'previous', 'open', 'choose', 'approve', 'return', 'note', 'conform', 'follow', 'undo', 'help'] as const
export type Action = (typeof ACTIONS)[number]

const STANDARD: Record<Action, string> = {
  next: 'j',
  previous: 'k',
  open: 'o',
  choose: 'x',
  approve: 'a',
  return: 'r',
  note: 'n',
  conform: 'c',
  follow: 'g',
  undo: 'u',
  help: '?',
}
const KEYS = 'tepai.shortcuts'
const OFF = 'tepai.shortcuts-off'

function stored(): Partial<Record<Action, string>> {
  try {
    return JSON.parse(localStorage.getItem(KEYS) ?? '{}') as Partial<Record<Action, string>>
  } catch {
    return {}
  }
}

/** Single-letter keys can be moved and switched off: speech input and tired fingers trigger them (WCAG 2.1.4). */
export const bindings = reactive<Record<Action, string>>({ ...STANDARD, ...stored() })
export const shortcuts = ref(localStorage.getItem(OFF) === null)

watch(shortcuts, (on) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1')))
watch(bindings, (now) => localStorage.setItem(KEYS, JSON.stringify(now)))

/** Gives an action another key; false when another action has it already. */
export function rebind(action: Action, key: string): boolean {
  const wanted = key.trim().toLowerCase()
  if (wanted.length !== 1 || ACTIONS.some((other) => other !== action && bindings[other] === wanted)) return false
  bindings[action] = wanted
  return true
}

export const standardKeys = (): void => void Object.assign(bindings, STANDARD)
