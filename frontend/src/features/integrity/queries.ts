import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Finding = Body<'/api/v1/integrity/findings', 'post'>
export type Effects = Answer<'/api/v1/integrity/findings/{record_id}/confirm', 'post'>

export const useRecords = () => useQuery({ queryKey: ['credit-records'], queryFn: () => answer(api.GET('/api/v1/credit-records')) })

export const useProposeFinding = () =>
  useCommand((body: Finding, intent) => answer(api.POST('/api/v1/integrity/findings', { body, headers: intent })), {
    refresh: [['credit-records'], ['tasks']],
  })

/** Takes the qualification away and ends what is open: nearly everything on screen may change. */
export const useConfirmFinding = () =>
  useCommand(
    (record_id: string, intent) =>
      answer(api.POST('/api/v1/integrity/findings/{record_id}/confirm', { params: { path: { record_id } }, headers: intent })),
    { refresh: [['credit-records'], ['experts'], ['enterprises'], ['matches'], ['demands'], ['teams'], ['engagements'], ['tasks']] },
  )
