import { onScopeDispose, ref, type Ref } from 'vue'

/** Follows a media query. */
export function useMedia(query: string): Ref<boolean> {
  const list = window.matchMedia(query)
  const matches = ref(list.matches)
  const follow = (event: MediaQueryListEvent): void => {
    matches.value = event.matches
  }
  list.addEventListener('change', follow)
  onScopeDispose(() => list.removeEventListener('change', follow))
  return matches
}

/** Narrow screens: cards instead of tables, the bar below instead of the navigation at the side. */
export const usePhone = (): Ref<boolean> => useMedia('(width < 720px)')
