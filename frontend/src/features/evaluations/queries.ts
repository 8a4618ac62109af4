import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Ratings = Answer<'/api/v1/engagements/{engagement_id}/ratings', 'get'>
export type Direction = Ratings['directions'][number]
export type RatingIn = Body<'/api/v1/engagements/{engagement_id}/ratings', 'post'>
export type Service = Answer<'/api/v1/engagements/{engagement_id}', 'get'>

const at = (engagement_id: string) => ({ params: { path: { engagement_id } } })
const keyOf = (id: string) => ['ratings', id] as const

export const useRatings = (id: () => string) =>
  useQuery({ queryKey: computed(() => keyOf(id())), queryFn: () => answer(api.GET('/api/v1/engagements/{engagement_id}/ratings', at(id()))) })

/** The service that is rated: its names stand beside the parties. */
export const useService = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['engagements', 'one', id()]), queryFn: () => answer(api.GET('/api/v1/engagements/{engagement_id}', at(id()))) })

export function useRate(id: () => string) {
  const cache = useQueryClient()
  return useCommand((body: RatingIn, intent) => answer(api.POST('/api/v1/engagements/{engagement_id}/ratings', { ...at(id()), body, headers: intent })), {
    refresh: [['tasks']],
    done: (ratings) => cache.setQueryData(keyOf(id()), ratings),
  })
}

interface Said {
  id: string
  words: string
}

export function useDispute(service: () => string) {
  const cache = useQueryClient()
  return useCommand(({ id, words }: Said, intent) => answer(api.POST('/api/v1/ratings/{rating_id}/dispute', { params: { path: { rating_id: id } }, body: { grounds: words }, headers: intent })), {
    refresh: [['tasks']],
    done: (ratings) => cache.setQueryData(keyOf(service()), ratings),
  })
}

export function useAnnotate(service: () => string) {
  const cache = useQueryClient()
  return useCommand(({ id, words }: Said, intent) => answer(api.POST('/api/v1/rating-disputes/{dispute_id}/annotation', { params: { path: { dispute_id: id } }, body: { annotation: words }, headers: intent })), {
    refresh: [['tasks']],
    done: (ratings) => cache.setQueryData(keyOf(service()), ratings),
  })
}

export function useNoteMember(service: () => string) {
  const cache = useQueryClient()
  return useCommand(({ id, words }: Said, intent) => answer(api.POST('/api/v1/engagements/{engagement_id}/member-notes', { ...at(service()), body: { expert_id: id, note: words }, headers: intent })), {
    refresh: [],
    done: (ratings) => cache.setQueryData(keyOf(service()), ratings),
  })
}

export type FollowUp = Answer<'/api/v1/rating-follow-ups', 'get'>['items'][number]
export type FollowUpFilter = Filter<'/api/v1/rating-follow-ups', 'get'>

export const useFollowUps = (filter: () => FollowUpFilter) =>
  useQuery({
    queryKey: computed(() => ['follow-ups', filter()]),
    queryFn: () => answer(api.GET('/api/v1/rating-follow-ups', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useCloseFollowUp = () =>
  useCommand(({ id, words }: Said, intent) => answer(api.POST('/api/v1/rating-follow-ups/{follow_up_id}/close', { params: { path: { follow_up_id: id } }, body: { done: words }, headers: intent })), {
    refresh: [['tasks'], ['follow-ups'], ['ratings']],
  })

export type Received = Answer<'/api/v1/ratings/received', 'get'>['items'][number]

/** What my side received so far, by direction. */
export const useStanding = () => useQuery({ queryKey: ['ratings', 'standing'], queryFn: () => answer(api.GET('/api/v1/ratings/standing')) })

/** The same service by service, the last opened first. */
export const useReceived = (offset: () => number) =>
  useQuery({
    queryKey: computed(() => ['ratings', 'received', offset()]),
    queryFn: () => answer(api.GET('/api/v1/ratings/received', { params: { query: { offset: offset() } } })),
    placeholderData: keepPreviousData,
  })
