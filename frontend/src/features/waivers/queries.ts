import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Waiver = Answer<'/api/v1/waivers/{waiver_id}', 'get'>
export type WaiverRow = Answer<'/api/v1/waivers', 'get'>['items'][number]
export type Request = Body<'/api/v1/waivers', 'post'>
export type Count = Answer<'/api/v1/waivers/statistics', 'get'>['rows'][number]
type Asked = Filter<'/api/v1/waivers/before-asking', 'get'>
type Rows = Filter<'/api/v1/waivers', 'get'>

const CHANGED = [['waivers'], ['tasks'], ['experts']]

/** My requests, and those I advise or decide on. */
export const useWaivers = (asked: () => Rows) =>
  useQuery({
    queryKey: computed(() => ['waivers', 'list', asked()]),
    queryFn: () => answer(api.GET('/api/v1/waivers', { params: { query: asked() } })),
    placeholderData: (before) => before,
  })

export const useWaiver = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['waivers', id()]), queryFn: () => answer(api.GET('/api/v1/waivers/{waiver_id}', { params: { path: { waiver_id: id() } } })) })

/** Who would decide, and what was decided before. */
export const useBeforeAsking = (asked: () => Asked, enabled: boolean) =>
  useQuery({
    queryKey: computed(() => ['waivers', 'before', asked()]),
    queryFn: () => answer(api.GET('/api/v1/waivers/before-asking', { params: { query: asked() } })),
    enabled,
    retry: false,
  })

export const useStatistics = (period: () => { since?: string; until?: string }) =>
  useQuery({
    queryKey: computed(() => ['waivers', 'statistics', period()]),
    queryFn: () => answer(api.GET('/api/v1/waivers/statistics', { params: { query: period() } })),
    placeholderData: (before) => before,
  })

export const useRequestWaiver = () =>
  useCommand((body: Request, intent) => answer(api.POST('/api/v1/waivers', { body, headers: intent })), { refresh: CHANGED })

export const useGiveOpinion = () =>
  useCommand(
    ({ id, ...body }: Body<'/api/v1/waivers/{waiver_id}/opinion', 'post'> & { id: string }, intent) =>
      answer(api.POST('/api/v1/waivers/{waiver_id}/opinion', { params: { path: { waiver_id: id } }, body, headers: intent })),
    { refresh: CHANGED },
  )

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
    { refresh: CHANGED },
  )
