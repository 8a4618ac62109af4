import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { saveFile } from '@/api/download'
import { answer } from '@/api/problem'

export type Batch = Answer<'/api/v1/batches/{batch_id}', 'get'>
export type BatchCard = Answer<'/api/v1/batches', 'get'>['items'][number]
export type Entry = Batch['entries'][number]
export type Receipt = Body<'/api/v1/batches/{batch_id}/receive', 'post'>
export type Round = Answer<'/api/v1/receipts', 'get'>
export type FoundPaper = Answer<'/api/v1/receipts/paper', 'get'>
export type PapersRead = Answer<'/api/v1/receipts/read', 'post'>
export type ScannedPaper = PapersRead['papers'][number]
export type Verification = Answer<'/api/v1/verification/{code}', 'get'>
export type FileCheck = Answer<'/api/v1/verification/file', 'post'>
export type BatchFilter = Filter<'/api/v1/batches', 'get'>

const REFRESH = { refresh: [['batches'], ['receipts'], ['experts'], ['tasks']] }
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
  useCommand(
    ({ id, receipt }: { id: string; receipt: Receipt }, intent) =>
      answer(api.POST('/api/v1/batches/{batch_id}/receive', { params: at(id), body: receipt, headers: intent })),
    REFRESH,
  )

export const useAcknowledge = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/batches/{batch_id}/acknowledge', { params: at(id), headers: intent })), REFRESH)

export const useReturnEntry = () =>
  useCommand(
    ({ id, entry, reason }: { id: string; entry: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/batches/{batch_id}/entries/{entry_id}/return', { params: { path: { batch_id: id, entry_id: entry } }, body: { reason }, headers: intent })),
    REFRESH,
  )

/** The department lets a civil servant of the list take part. */
export const useAllowEntry = () =>
  useCommand(
    ({ id, entry, reason }: { id: string; entry: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/batches/{batch_id}/entries/{entry_id}/allow', { params: { path: { batch_id: id, entry_id: entry } }, body: { reason }, headers: intent })),
    REFRESH,
  )

/** Letter and list as they were frozen; each download is noted in the trail. */
export const savePapers = (id: string, form: 'pdf' | 'xlsx') =>
  saveFile(api.GET('/api/v1/batches/{batch_id}/papers/{form}', { params: { path: { batch_id: id, form } }, parseAs: 'blob' }))

export const useRound = (month: () => string | undefined) =>
  useQuery({
    queryKey: computed(() => ['receipts', month()]),
    queryFn: () => answer(api.GET('/api/v1/receipts', { params: { query: { month: month() } } })),
    placeholderData: keepPreviousData,
  })

/** The batch of what a scanner or a hand typed. */
export const findPaper = (mark: string): Promise<FoundPaper> => answer(api.GET('/api/v1/receipts/paper', { params: { query: { mark } } }))

const upload = (file: File) => {
  const form = new FormData()
  form.append('file', file)
  return { body: { file: '' }, bodySerializer: () => form }
}

/** The batches whose pages are on a scan or a photo. */
export const readPapers = (file: File): Promise<PapersRead> => answer(api.POST('/api/v1/receipts/read', upload(file)))

export const useVerification = (code: () => string) =>
  useQuery({
    queryKey: computed(() => ['verification', code()]),
    queryFn: () => answer(api.GET('/api/v1/verification/{code}', { params: { path: { code: code() } } })),
    enabled: computed(() => code() !== ''),
    retry: false,
    staleTime: 0,
  })

/** The same list in full, for staff who may see it; others get a 404, which is no fault. */
export const useFullList = (code: () => string, enabled: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['verification', code(), 'full']),
    queryFn: () => answer(api.GET('/api/v1/verification/{code}/batch', { params: { path: { code: code() } } })),
    enabled: computed(enabled),
    retry: false,
  })

export const checkFile = (file: File, isStaff: boolean): Promise<FileCheck> =>
  answer(isStaff ? api.POST('/api/v1/verification/file/full', upload(file)) : api.POST('/api/v1/verification/file', upload(file)))
