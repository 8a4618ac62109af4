import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Batch = Answer<'/api/v1/batches/{batch_id}', 'get'>
export type BatchCard = Answer<'/api/v1/batches', 'get'>['items'][number]
export type Entry = Batch['entries'][number]
export type BatchFilter = Filter<'/api/v1/batches', 'get'>

const REFRESH = { refresh: [['batches'], ['experts'], ['tasks']] }
const at = (batch_id: string) => ({ path: { batch_id } })

export const useBatches = (filter: () => BatchFilter) =>
  useQuery({
    queryKey: computed(() => ['batches', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/batches', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useBatch = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['batches', id()]),
    queryFn: () => answer(api.GET('/api/v1/batches/{batch_id}', { params: at(id()) })),
  })

export const useFreeze = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/batches/{batch_id}/freeze', { params: at(id), headers: intent })), REFRESH)

export const useReceive = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/batches/{batch_id}/receive', { params: at(id), headers: intent })), REFRESH)

export const useAcknowledge = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/batches/{batch_id}/acknowledge', { params: at(id), headers: intent })), REFRESH)

export const useReturnEntry = () =>
  useCommand(
    ({ id, entry, reason }: { id: string; entry: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/batches/{batch_id}/entries/{entry_id}/return', { params: { path: { batch_id: id, entry_id: entry } }, body: { reason }, headers: intent })),
    REFRESH,
  )
