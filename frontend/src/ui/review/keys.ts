import { onScopeDispose } from 'vue'

const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog'

const isTyping = ({ target, isComposing }: KeyboardEvent): boolean =>
  isComposing || (target instanceof Element && target.closest(TYPING) !== null)

/** Single-letter shortcuts, silent while somebody types or a dialog is open, or with Ctrl, Alt, Meta. */
export function useKeys(keys: Record<string, () => unknown>): void {
  function press(event: KeyboardEvent): void {
    const act = keys[event.key.toLowerCase()]
    if (!act || event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return
    event.preventDefault()
    act()
  }
  window.addEventListener('keydown', press)
  onScopeDispose(() => window.removeEventListener('keydown', press))
}
