import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Engagement = Answer<'/api/v1/engagements/{engagement_id}', 'get'>
export type EngagementCard = Answer<'/api/v1/engagements', 'get'>['items'][number]
export type EngagementFilter = Filter<'/api/v1/engagements', 'get'>
export type LogLine = Engagement['logs'][number]
export type Change = Engagement['changes'][number]
export type LogIn = Body<'/api/v1/engagements/{engagement_id}/logs', 'post'>
export type EndIn = Body<'/api/v1/engagements/{engagement_id}/propose-end', 'post'>
export type ChangeIn = Body<'/api/v1/engagements/{engagement_id}/changes', 'post'>

const REFRESH = { refresh: [['engagements'], ['tasks']] }
const at = (id: string) => ({ path: { engagement_id: id } })

export const useEngagements = (filter: () => EngagementFilter) =>
  useQuery({
    queryKey: computed(() => ['engagements', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/engagements', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useEngagement = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['engagements', 'one', id()]),
    queryFn: () => answer(api.GET('/api/v1/engagements/{engagement_id}', { params: at(id()) })),
  })

export const useAddLog = (id: () => string) =>
  useCommand((body: LogIn, headers) => answer(api.POST('/api/v1/engagements/{engagement_id}/logs', { params: at(id()), body, headers })), REFRESH)

export const useConfirmLog = (id: () => string) =>
  useCommand(
    (log: string, headers) =>
      answer(api.POST('/api/v1/engagements/{engagement_id}/logs/{log_id}/confirm', { params: { path: { engagement_id: id(), log_id: log } }, headers })),
    REFRESH,
  )

interface Correction {
  log: string
  body: LogIn
}
export const useCorrectLog = (id: () => string) =>
  useCommand(
    ({ log, body }: Correction, headers) =>
      answer(api.POST('/api/v1/engagements/{engagement_id}/logs/{log_id}/correct', { params: { path: { engagement_id: id(), log_id: log } }, body, headers })),
    REFRESH,
  )

export const useDisputeLog = (id: () => string) =>
  useCommand(
    ({ log, note }: { log: string; note: string }, headers) =>
      answer(api.POST('/api/v1/engagements/{engagement_id}/logs/{log_id}/dispute', { params: { path: { engagement_id: id(), log_id: log } }, body: { note }, headers })),
    REFRESH,
  )

export const useProposeEnd = (id: () => string) =>
  useCommand((body: EndIn, headers) => answer(api.POST('/api/v1/engagements/{engagement_id}/propose-end', { params: at(id()), body, headers })), REFRESH)

export const useConfirmEnd = (id: () => string) =>
  useCommand<unknown>((_none, headers) => answer(api.POST('/api/v1/engagements/{engagement_id}/confirm-end', { params: at(id()), headers })), REFRESH)

export const useDisputeEnd = (id: () => string) =>
  useCommand((note: string, headers) => answer(api.POST('/api/v1/engagements/{engagement_id}/dispute-end', { params: at(id()), body: { note }, headers })), REFRESH)

export const useRequestChange = (id: () => string) =>
  useCommand((body: ChangeIn, headers) => answer(api.POST('/api/v1/engagements/{engagement_id}/changes', { params: at(id()), body, headers })), REFRESH)

interface ChangeDecision {
  id: string
  decision: 'approve' | 'refuse'
  note: string
}
export const useDecideChange = () =>
  useCommand(
    ({ id, ...body }: ChangeDecision, headers) => answer(api.POST('/api/v1/changes/{change_id}/decision', { params: { path: { change_id: id } }, body, headers })),
    REFRESH,
  )

interface Hearing {
  id: string
  opinion: 'agree' | 'object'
  note: string
}
export const useHearing = () =>
  useCommand(({ id, ...body }: Hearing, headers) => answer(api.POST('/api/v1/changes/{change_id}/hearing', { params: { path: { change_id: id } }, body, headers })), REFRESH)

/** The days of the notice in force, for saying what happens by when. */
export const usePolicy = () => useQuery({ queryKey: ['policies', 'current'], queryFn: () => answer(api.GET('/api/v1/policies/current')), staleTime: Infinity })
