import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type CreditRecord = Answer<'/api/v1/credit-records', 'get'>['items'][number]
export type Finding = Answer<'/api/v1/integrity/findings/{record_id}', 'get'>
export type Hold = Finding['holds'][number]
export type Appeal = NonNullable<Finding['appeal']>
export type PublicRecord = Answer<'/api/v1/credit-records/public', 'get'>['items'][number]

// What a decision here may change: services, places and registrations too.
const REFRESH = { refresh: [['credit-records'], ['credit-standing'], ['tasks'], ['engagements'], ['experts'], ['enterprises']] }

export const useCreditRecords = (asked: () => Filter<'/api/v1/credit-records', 'get'>) =>
  useQuery({
    queryKey: computed(() => ['credit-records', 'list', asked()]),
    queryFn: () => answer(api.GET('/api/v1/credit-records', { params: { query: asked() } })),
    placeholderData: (before) => before,
  })

export const usePublicRecords = (offset: () => number) =>
  useQuery({
    queryKey: computed(() => ['credit-records', 'public', offset()]),
    queryFn: () => answer(api.GET('/api/v1/credit-records/public', { params: { query: { offset: offset() } } })),
  })

export const useFinding = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['credit-records', id()]),
    queryFn: () => answer(api.GET('/api/v1/integrity/findings/{record_id}', { params: { path: { record_id: id() } } })),
  })

export const useSettle = () =>
  useCommand(({ id, action, reason }: { id: string; action: 'dismiss' | 'lift'; reason: string }, intent) => {
    const sent = { params: { path: { record_id: id } }, body: { reason }, headers: intent }
    return answer(action === 'lift' ? api.POST('/api/v1/integrity/findings/{record_id}/lift', sent) : api.POST('/api/v1/integrity/findings/{record_id}/dismiss', sent))
  }, REFRESH)

export const useDecideHold = () =>
  useCommand(
    ({ id, action, note }: { id: string; action: 'continue' | 'end'; note: string }, intent) =>
      answer(api.POST('/api/v1/integrity/holds/{hold_id}/decide', { params: { path: { hold_id: id } }, body: { action, note }, headers: intent })),
    REFRESH,
  )

export const useDecideAppeal = () =>
  useCommand(
    ({ id, ...body }: Body<'/api/v1/integrity/appeals/{appeal_id}/decide', 'post'> & { id: string }, intent) =>
      answer(api.POST('/api/v1/integrity/appeals/{appeal_id}/decide', { params: { path: { appeal_id: id } }, body, headers: intent })),
    REFRESH,
  )
