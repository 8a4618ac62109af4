import { onScopeDispose } from 'vue'
import { ACTIONS, bindings, shortcuts, type Action } from './bindings'

const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog'
const PRESSING = 'button, a, input, summary'

const isIn = (target: EventTarget | null, selector: string): boolean => target instanceof Element && target.closest(selector) !== null

const isModified = (event: KeyboardEvent): boolean => event.ctrlKey || event.altKey || event.metaKey || event.isComposing

/** Single-letter shortcuts, silent while somebody types or a dialog is open, with Ctrl, Alt, Meta, or switched off. */
export function useKeys(keys: Partial<Record<Action, () => unknown>>): void {
  function meant(event: KeyboardEvent): Action | undefined {
    const pressed = event.key.toLowerCase()
    // Enter opens as well, unless something that has the focus means it for itself.
    const enters = pressed === 'enter' && !isIn(event.target, PRESSING)
    return ACTIONS.find((one) => keys[one] && (bindings[one] === pressed || (one === 'open' && enters)))
  }

  function press(event: KeyboardEvent): void {
    if (isModified(event) || isIn(event.target, TYPING)) return
    const action = meant(event)
    // The way to switch them on again has to stay.
    if (!action || (!shortcuts.value && action !== 'help')) return
    event.preventDefault()
    keys[action]?.()
  }
  window.addEventListener('keydown', press)
  onScopeDispose(() => window.removeEventListener('keydown', press))
}
