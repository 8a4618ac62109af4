import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Overview = Answer<'/api/v1/commitment-versions', 'get'>
export type Version = Overview['versions'][number]
export type Draft = Answer<'/api/v1/commitment-drafts/{draft_id}', 'get'>
export type DraftIn = Body<'/api/v1/commitment-drafts/{draft_id}', 'put'>
export type Change = Draft['changes'][number]
export type Pledge = Answer<'/api/v1/experts/{expert_id}/pledge', 'get'>
export type PledgeIn = Body<'/api/v1/experts/{expert_id}/pledge', 'post'>
export type Kind = 'expert' | 'enterprise'
export const KINDS: readonly Kind[] = ['expert', 'enterprise']

const REFRESH = { refresh: [['commitments'], ['tasks']] }
const at = (draft_id: string) => ({ path: { draft_id } })

export const useOverview = () =>
  useQuery({ queryKey: ['commitments', 'versions'], queryFn: () => answer(api.GET('/api/v1/commitment-versions')) })

export const useVersion = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['commitments', 'version', id()]),
    queryFn: () => answer(api.GET('/api/v1/commitment-versions/{text_id}', { params: { path: { text_id: id() } } })),
  })

export const useDraft = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['commitments', 'draft', id()]),
    queryFn: () => answer(api.GET('/api/v1/commitment-drafts/{draft_id}', { params: at(id()) })),
  })

export const useBegin = () =>
  useCommand((kind: Kind, intent) => answer(api.POST('/api/v1/commitment-drafts', { body: { kind }, headers: intent })), REFRESH)

export const useEdit = () =>
  useCommand(
    ({ id, body, version }: { id: string; body: DraftIn; version: number }) =>
      answer(api.PUT('/api/v1/commitment-drafts/{draft_id}', { params: at(id), body, headers: ifMatch(version) })),
    REFRESH,
  )

export const usePublish = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/commitment-drafts/{draft_id}/publish', { params: at(id), headers: intent })), REFRESH)

export const useMove = () =>
  useCommand(
    ({ id, action }: { id: string; action: 'propose' | 'send_back' | 'discard' }, intent) =>
      answer(api.POST('/api/v1/commitment-drafts/{draft_id}/{action}', { params: { path: { draft_id: id, action } }, headers: intent })),
    REFRESH,
  )

const readPledge = (kind: Kind, id: string) =>
  kind === 'expert'
    ? answer(api.GET('/api/v1/experts/{expert_id}/pledge', { params: { path: { expert_id: id } } }))
    : answer(api.GET('/api/v1/enterprises/{enterprise_id}/pledge', { params: { path: { enterprise_id: id } } }))

/** Where I, or my enterprise, stand with the commitment. */
export const usePledge = (kind: () => Kind, id: () => string) =>
  useQuery({ queryKey: computed(() => ['commitments', 'pledge', kind(), id()]), queryFn: () => readPledge(kind(), id()), enabled: computed(() => id() !== '') })

export const useSignAnew = () =>
  useCommand(
    ({ kind, id, body }: { kind: Kind; id: string; body: PledgeIn }, intent) =>
      kind === 'expert'
        ? answer(api.POST('/api/v1/experts/{expert_id}/pledge', { params: { path: { expert_id: id } }, body, headers: intent }))
        : answer(api.POST('/api/v1/enterprises/{enterprise_id}/pledge', { params: { path: { enterprise_id: id } }, body, headers: intent })),
    { refresh: [['commitments'], ['tasks'], ['matches'], ['demands']] },
  )
