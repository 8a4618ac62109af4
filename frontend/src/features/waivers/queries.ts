import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Waiver = Answer<'/api/v1/waivers', 'get'>[number]
export type Request = Body<'/api/v1/waivers', 'post'>

/** My requests, and those I may decide; the newest 200. */
export const useWaivers = () => useQuery({ queryKey: ['waivers'], queryFn: () => answer(api.GET('/api/v1/waivers')) })

export const useRequestWaiver = () =>
  useCommand((body: Request, intent) => answer(api.POST('/api/v1/waivers', { body, headers: intent })), {
    refresh: [['waivers'], ['tasks']],
  })

interface DecisionIn {
  id: string
  action: 'grant' | 'refuse' | 'revoke'
  note: string
  valid_until?: string | null
}
export const useDecideWaiver = () =>
  useCommand(
    ({ id, action, note, valid_until }: DecisionIn, intent) =>
      answer(api.POST('/api/v1/waivers/{waiver_id}/{action}', { params: { path: { waiver_id: id, action } }, body: { note, valid_until: valid_until ?? null }, headers: intent })),
    { refresh: [['waivers'], ['tasks'], ['experts']] },
  )
