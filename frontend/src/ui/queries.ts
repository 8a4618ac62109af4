import { useQueries, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { answer } from '@/api/problem'

export interface Code {
  code: string
  name: string
  parent_code: string | null
  /** The list's own further columns. */
  attributes?: Record<string, string>
}

const keyOf = (list: string, parent: string | null = null) => ['codelists', list, parent] as const
const read = (name: string, parent: string | null = null) =>
  answer(api.GET('/api/v1/codelists/{name}', { params: { path: { name }, query: { parent: parent ?? '' } } }))

/** One code list, or the entries below `parent`. They change at most once a year. */
export function useCodes(list: () => string, parent?: () => string | null | undefined, enabled: () => boolean = () => true) {
  return useQuery({
    queryKey: computed(() => keyOf(list(), parent?.())),
    queryFn: () => read(list(), parent?.()),
    select: (found): Code[] => found.items,
    enabled: computed(enabled),
    staleTime: Infinity,
  })
}

/** Words for codes: `nameOf('chains', 'JX1269-C02')`; the code itself until the list is read. */
export function useCodeNames(lists: readonly string[]) {
  const found = useQueries({
    queries: lists.map((list) => ({ queryKey: keyOf(list), queryFn: () => read(list), staleTime: Infinity })),
  })
  const named = (items: Code[] = []): Map<string, string> => {
    // Titles go by their series too.
    const series = items.flatMap(({ parent_code, attributes }): [string, string][] => (parent_code && attributes?.series ? [[parent_code, attributes.series]] : []))
    return new Map([...series, ...items.map(({ code, name }): [string, string] => [code, name])])
  }
  const names = computed(() => new Map(lists.map((list, at) => [list, named(found.value[at]?.data?.items)])))
  return (list: string, code: string): string => names.value.get(list)?.get(code) ?? code
}

export interface Place {
  city_code?: string | null
  county_code?: string | null
  zone_code?: string | null
  employer_uscc?: string | null
}

/** Who would review a subject of this place, and why; asked once there is something to go by. */
export const useCompetence = (subject: 'expert' | 'enterprise', place: () => Place | null) =>
  useQuery({
    queryKey: computed(() => ['jurisdiction', subject, place()]),
    queryFn: () => answer(api.GET('/api/v1/jurisdiction', { params: { query: { subject, ...place() } } })),
    enabled: computed(() => place() !== null),
    retry: false,
    staleTime: 60_000,
  })

/** What a credit code says, and the name and place the platform knows for it. */
export const useBody = (code: () => string | null) =>
  useQuery({
    queryKey: computed(() => ['bodies', code()]),
    queryFn: () => answer(api.GET('/api/v1/bodies/{code}', { params: { path: { code: code() ?? '' } } })),
    enabled: computed(() => code() !== null),
    retry: false,
    staleTime: Infinity,
  })

/** The commitment in force, which is read in full before it is signed. */
export const useCommitment = (kind: 'expert' | 'enterprise') =>
  useQuery({
    queryKey: ['commitments', kind],
    queryFn: () => answer(api.GET('/api/v1/commitments/{kind}', { params: { path: { kind } } })),
  })
