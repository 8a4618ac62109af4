import { ref, watch } from 'vue'
import type { Decision } from './decision'

/** What was decided a moment ago, said on the page that follows. */
export const lastDecision = ref<{ decision: Decision['decision']; title: string } | null>(null)

const OFF = 'tepai.shortcuts-off'
/** Single-letter keys can be switched off: speech input and tired fingers trigger them. */
export const shortcuts = ref(localStorage.getItem(OFF) === null)
watch(shortcuts, (on) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1')))
