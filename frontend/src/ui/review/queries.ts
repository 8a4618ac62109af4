import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { Answer } from '@/api/contract'
import { answer } from '@/api/problem'

export type ReviewTask = Answer<'/api/v1/reviews/queue', 'get'>['items'][number]
export type DeskSummary = Answer<'/api/v1/reviews/summary', 'get'>
/** What is reviewed: the tables' names. */
export type Subject = 'experts' | 'enterprises' | 'demands' | 'agreements'

/** The desk against the monthly deadline. */
export const useDeskSummary = () =>
  useQuery({ queryKey: ['reviews', 'summary'], queryFn: () => answer(api.GET('/api/v1/reviews/summary')), refetchInterval: 120_000 })

/** The next hundred of one kind, nearest deadline first: what "next" and "previous" mean. */
export const useDeskOrder = (subject: () => Subject) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'order', subject()]),
    queryFn: () => answer(api.GET('/api/v1/reviews/queue', { params: { query: { subject: subject(), limit: 100 } } })),
  })
