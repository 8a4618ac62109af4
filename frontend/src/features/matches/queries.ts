import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Match = Answer<'/api/v1/matches/{match_id}', 'get'>
export type MatchCard = Answer<'/api/v1/matches', 'get'>['items'][number]
export type Decline = Body<'/api/v1/matches/{match_id}/decline', 'post'>
type Application = Body<'/api/v1/matches/applications', 'post'>

// An answer changes places, teams and other candidates too.
const REFRESH = { refresh: [['matches'], ['demands'], ['teams'], ['places'], ['tasks'], ['recommendations'], ['agreements']] }
const at = (match_id: string) => ({ params: { path: { match_id } } })

/** Matches that wait for my side, or (`waiting` false) the others; of one state when given. */
export const useMatches = (filter: () => { waiting?: boolean; state?: string; offset?: number }) =>
  useQuery({
    queryKey: computed(() => ['matches', 'list', filter()]),
    queryFn: () => {
      const { waiting, state, offset } = filter()
      const query: object = { ...(waiting === undefined ? {} : { waiting }), ...(state ? { state } : {}), offset: offset ?? 0 }
      return answer(api.GET('/api/v1/matches', { params: { query } }))
    },
    placeholderData: keepPreviousData,
  })

export const useMatch = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['matches', id()]), queryFn: () => answer(api.GET('/api/v1/matches/{match_id}', at(id()))) })

/** The demand a match is about, as I may read it. */
export const useMatchedDemand = (id: () => string | undefined) =>
  useQuery({
    queryKey: computed(() => ['demands', id()]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}', { params: { path: { demand_id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })

/** Where I stand with a demand, and whether I may apply. */
export const useCandidacy = (demand: () => string) =>
  useQuery({
    queryKey: computed(() => ['matches', 'candidacy', demand()]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/candidacy', { params: { path: { demand_id: demand() } } })),
  })

/** The agreement drafted from a match, once there is one. */
export const useAgreementOf = (match: () => string, enabled: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['agreements', 'of-match', match()]),
    queryFn: () => answer(api.GET('/api/v1/agreements', { params: { query: { match_id: match(), limit: 1 } } })),
    select: ({ items }) => items[0] ?? null,
    enabled: computed(enabled),
  })

export const useConsent = () =>
  useCommand(({ id, text_hash }: { id: string; text_hash: string }, intent) => answer(api.POST('/api/v1/matches/{match_id}/consent', { ...at(id), body: { text_hash }, headers: intent })), REFRESH)
export const useDecline = () =>
  useCommand(({ id, body }: { id: string; body: Decline }, intent) => answer(api.POST('/api/v1/matches/{match_id}/decline', { ...at(id), body, headers: intent })), REFRESH)
export const useWithdraw = () =>
  useCommand(({ id, body }: { id: string; body: Decline }, intent) => answer(api.POST('/api/v1/matches/{match_id}/withdraw', { ...at(id), body, headers: intent })), REFRESH)
export const useApply = () => useCommand((body: Application, intent) => answer(api.POST('/api/v1/matches/applications', { body, headers: intent })), REFRESH)
export const useDraftAgreement = () => useCommand((match_id: string, intent) => answer(api.POST('/api/v1/agreements', { body: { match_id }, headers: intent })), REFRESH)
