import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type CreditRecord = Answer<'/api/v1/credit-records', 'get'>[number]
export type Proposal = Body<'/api/v1/credit-records', 'post'>

const REFRESH = { refresh: [['credit-records'], ['tasks']] }

/** The newest 200. */
export const useCreditRecords = () =>
  useQuery({ queryKey: ['credit-records'], queryFn: () => answer(api.GET('/api/v1/credit-records')) })

export const usePropose = () =>
  useCommand((body: Proposal, intent) => answer(api.POST('/api/v1/credit-records', { body, headers: intent })), REFRESH)

export const useSettle = () =>
  useCommand(
    ({ id, action }: { id: string; action: 'confirm' | 'dismiss' }, intent) =>
      answer(api.POST('/api/v1/credit-records/{record_id}/{action}', { params: { path: { record_id: id, action } }, headers: intent })),
    REFRESH,
  )

export const useLift = () =>
  useCommand(
    ({ id, reason }: { id: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/credit-records/{record_id}/lift', { params: { path: { record_id: id } }, body: { reason }, headers: intent })),
    REFRESH,
  )
