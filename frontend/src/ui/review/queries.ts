import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'
import type { QueueFilter } from './walk'

export type ReviewTask = Answer<'/api/v1/reviews/queue', 'get'>['items'][number]
export type DeskSummary = Answer<'/api/v1/reviews/summary', 'get'>
export type Visit = Answer<'/api/v1/reviews/{subject}/{subject_id}/visit', 'post'>
export type Reason = Answer<'/api/v1/reviews/reasons', 'get'>[number]
/** What is reviewed: the tables' names. */
export type Subject = 'experts' | 'enterprises' | 'demands' | 'agreements'

const SIGN_OF_LIFE = 25_000

/** The desk against the monthly deadline. */
export const useDeskSummary = () =>
  useQuery({ queryKey: ['reviews', 'summary'], queryFn: () => answer(api.GET('/api/v1/reviews/summary')), refetchInterval: 120_000 })

/** The next hundred of the list one came from: what "next" and "previous" mean. */
export const useDeskOrder = (filter: () => QueueFilter) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'order', filter()]),
    queryFn: () => answer(api.GET('/api/v1/reviews/queue', { params: { query: { ...filter(), limit: 100 } } })),
    // Filings of agreements have a page of their own, which is not part of the walk.
    select: ({ items, total }) => ({ items: items.filter(({ subject }) => subject !== 'agreements'), total }),
  })

/** My decisions that I may still take back. */
export const useRecent = () => useQuery({ queryKey: ['reviews', 'recent'], queryFn: () => answer(api.GET('/api/v1/reviews/recent')) })

/** Says again and again that I have it open; the first answer tells what is new since my last look. */
export function useVisit(subject: () => Subject, id: () => string, number: () => number, here: () => boolean) {
  const first = new Map<string, Visit>()
  return useQuery({
    queryKey: computed(() => ['visit', subject(), id(), number()]),
    queryFn: async () => {
      const key = `${subject()}/${id()}/${String(number())}`
      const begun = first.get(key)
      const path = { subject: subject(), subject_id: id() }
      const said = await answer(api.POST('/api/v1/reviews/{subject}/{subject_id}/visit', { params: { path }, body: { number: number(), begins: !begun } }))
      if (!begun) first.set(key, said)
      return begun ? { ...begun, others: said.others } : said
    },
    enabled: computed(here),
    refetchInterval: SIGN_OF_LIFE,
    gcTime: 0,
    retry: false,
  })
}

const CHANGES = { refresh: [['reviews'], ['experts'], ['enterprises'], ['demands'], ['tasks']] }

export const useUndo = () =>
  useCommand(
    (review_id: string, intent) => answer(api.POST('/api/v1/reviews/{review_id}/undo', { params: { path: { review_id } }, headers: intent })),
    CHANGES,
  )

/** Reasons ready to choose when returning: the organisation's own first. */
export const useReasons = (subject: () => Subject, enabled: () => boolean = () => true) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'reasons', subject()]),
    queryFn: () => answer(api.GET('/api/v1/reviews/reasons', { params: { query: { subject: subject() } } })),
    enabled: computed(enabled),
    staleTime: 10 * 60_000,
  })

export const useKeepReason = () =>
  useCommand((body: Body<'/api/v1/reviews/reasons', 'post'>, intent) => answer(api.POST('/api/v1/reviews/reasons', { body, headers: intent })), {
    refresh: [['reviews', 'reasons']],
  })

export const useRemoveReason = () =>
  useCommand(
    (reason_id: string, intent) =>
      answer(api.POST('/api/v1/reviews/reasons/{reason_id}/remove', { params: { path: { reason_id } }, headers: intent })),
    { refresh: [['reviews', 'reasons']] },
  )
