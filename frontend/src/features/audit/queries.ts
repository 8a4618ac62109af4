import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { Answer, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type AuditEvent = Answer<'/api/v1/audit', 'get'>['items'][number]
export type AuditFilter = Filter<'/api/v1/audit', 'get'>

export const useTrail = (filter: () => AuditFilter) =>
  useQuery({
    queryKey: computed(() => ['audit', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/audit', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useStory = (subject: () => { subject_type: string; subject_id: string }) =>
  useQuery({
    queryKey: computed(() => ['audit', 'story', subject()]),
    queryFn: () => answer(api.GET('/api/v1/timeline', { params: { query: subject() } })),
  })
