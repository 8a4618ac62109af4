import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * Filter, sort and page of a list, kept in the address: shareable, and back where they were after a
 * look at a row. Any change but of `offset` goes to the first page.
 */
export function useUrlState<S extends Record<string, string>>(defaults: S) {
  const route = useRoute()
  const router = useRouter()
  const state = computed<S>(() => {
    const found: Record<string, string> = { ...defaults }
    for (const key of Object.keys(defaults)) {
      const value = route.query[key]
      if (typeof value === 'string') found[key] = value
    }
    return found as S
  })

  async function set(change: Partial<S>): Promise<void> {
    const wanted: Record<string, string> = { ...state.value, offset: '0', ...change }
    const query = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== (defaults[key] ?? '0')))
    await router.replace({ query })
  }

  /** One of them, for `v-model`. */
  function field(key: keyof S & string): WritableComputedRef<string, string | null> {
    return computed({ get: () => state.value[key] ?? '', set: (value: string | null) => void set({ [key]: value ?? '' } as Partial<S>) })
  }

  return { state, set, field, offset: computed(() => Number(route.query.offset ?? 0)) }
}
