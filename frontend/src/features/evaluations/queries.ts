import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Ratings = Answer<'/api/v1/engagements/{engagement_id}/ratings', 'get'>
export type Direction = Ratings['directions'][number]
export type RatingIn = Body<'/api/v1/engagements/{engagement_id}/ratings', 'post'>
export type Service = Answer<'/api/v1/engagements/{engagement_id}', 'get'>

const at = (engagement_id: string) => ({ params: { path: { engagement_id } } })
const keyOf = (id: string) => ['ratings', id] as const

export const useRatings = (id: () => string) =>
  useQuery({ queryKey: computed(() => keyOf(id())), queryFn: () => answer(api.GET('/api/v1/engagements/{engagement_id}/ratings', at(id()))) })

/** The service that is rated: its names stand beside the parties, its confirmed days in the mark. */
export const useService = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['engagements', 'one', id()]), queryFn: () => answer(api.GET('/api/v1/engagements/{engagement_id}', at(id()))) })

/** The agreement the service followed: its days are what the confirmed ones are held against. */
export const useAgreement = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['agreements', id()]),
    queryFn: () => answer(api.GET('/api/v1/agreements/{agreement_id}', { params: { path: { agreement_id: id() } } })),
  })

export const useWeights = () =>
  useQuery({ queryKey: ['policies', 'current'], queryFn: () => answer(api.GET('/api/v1/policies/current')), select: ({ parameters }) => parameters.rating_weights })

export function useRate(id: () => string) {
  const cache = useQueryClient()
  return useCommand((body: RatingIn, intent) => answer(api.POST('/api/v1/engagements/{engagement_id}/ratings', { ...at(id()), body, headers: intent })), {
    refresh: [['tasks']],
    done: (ratings) => cache.setQueryData(keyOf(id()), ratings),
  })
}
