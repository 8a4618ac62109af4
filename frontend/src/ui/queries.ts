import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { answer } from '@/api/problem'

export interface Code {
  code: string
  name: string
  parent_code: string | null
}

/** One code list, or the entries below `parent`. They change at most once a year. */
export function useCodes(list: () => string, parent?: () => string | null | undefined, enabled: () => boolean = () => true) {
  return useQuery({
    queryKey: computed(() => ['codelists', list(), parent?.() ?? null]),
    queryFn: () =>
      answer(
        api.GET('/api/v1/codelists/{name}', {
          params: { path: { name: list() }, query: { parent: parent?.() ?? '' } },
        }),
      ),
    select: (found): Code[] => found.items,
    enabled: computed(enabled),
    staleTime: Infinity,
  })
}
