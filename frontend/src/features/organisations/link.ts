import { computed } from 'vue'
import { useRoute, type RouteLocationRaw } from 'vue-router'

const KEY = 'tepai.annex1'

/**
 * The secret of a form's private link: behind # in the address, which no server sees, and kept for
 * this tab, so that moving from section to section does not lose it.
 */
export function useLink() {
  const route = useRoute()
  const token = computed(() => {
    const given = route.hash.slice(1)
    if (given && given !== 'main') sessionStorage.setItem(KEY, given)
    return sessionStorage.getItem(KEY) ?? ''
  })
  const at = (name: string, params: Record<string, string> = {}): RouteLocationRaw => ({ name, params, hash: `#${token.value}` })
  return { token, at }
}

/** Takes a link as people paste it, whole or only its secret. */
export const secretOf = (text: string): string => text.trim().split('#').at(-1)?.trim() ?? ''
