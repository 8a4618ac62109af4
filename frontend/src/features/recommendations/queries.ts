import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'
import type { Picked } from './chosen'

export type Recommended = Answer<'/api/v1/demands/{demand_id}/recommended-experts', 'get'>['items'][number]
export type RecommendedDemand = Answer<'/api/v1/recommended-demands', 'get'>['items'][number]
export type Reason = Recommended['reasons'][number]
type Invitation = Body<'/api/v1/matches/invitations', 'post'>

/** The experts that fit a demand best, of everywhere or of its place alone. */
export const useRecommended = (demand: () => string, near: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['recommendations', demand(), { near: near() }]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/recommended-experts', { params: { path: { demand_id: demand() }, query: { limit: 20, near: near() } } })),
    // While the filter turns, the list of this very demand stays; never that of another.
    placeholderData: (before, asked) => (asked?.queryKey[1] === demand() ? before : undefined),
  })

export const useRecommendedDemands = (limit: number, near: () => boolean = () => false) =>
  useQuery({
    queryKey: computed(() => ['recommendations', 'for-me', limit, { near: near() }]),
    queryFn: () => answer(api.GET('/api/v1/recommended-demands', { params: { query: { limit, near: near() } } })),
    placeholderData: keepPreviousData,
  })

export const useDemandOf = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['demands', id()]), queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}', { params: { path: { demand_id: id() } } })) })

/** Who is a candidate already: by expert, the match. */
export const useCandidates = (demand: () => string) =>
  useQuery({
    queryKey: computed(() => ['matches', 'of-demand', demand()]),
    queryFn: () => answer(api.GET('/api/v1/matches', { params: { query: { demand_id: demand(), limit: 100 } } })),
  })

export type Candidate = Answer<'/api/v1/matches', 'get'>['items'][number]

/** Up to four candidates side by side, experts and teams, whether recommended, invited or applied. */
export type Comparison = Answer<'/api/v1/demands/{demand_id}/comparison', 'get'>
export type Compared = Comparison['experts'][number]
export type ComparedTeam = Comparison['teams'][number]
export const useComparison = (demand: () => string, asked: () => Picked) =>
  useQuery({
    queryKey: computed(() => ['recommendations', demand(), 'comparison', asked()]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/comparison', { params: { path: { demand_id: demand() }, query: { expert_ids: asked().experts, team_ids: asked().teams } } })),
    enabled: computed(() => asked().experts.length + asked().teams.length > 0),
  })

/** Whom the enterprise thinks of, with its own notes. */
export type Mark = Answer<'/api/v1/demands/{demand_id}/shortlist', 'get'>[number]
type MarkIn = Body<'/api/v1/demands/{demand_id}/shortlist', 'post'>
export const useShortlist = (demand: () => string, enabled: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['recommendations', demand(), 'shortlist']),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/shortlist', { params: { path: { demand_id: demand() } } })),
    enabled: computed(enabled),
  })
const MARKED = { refresh: [['recommendations']] }
const of = (demand_id: string) => ({ params: { path: { demand_id } } })
export const useMark = () => useCommand(({ id, body }: { id: string; body: MarkIn }, intent) => answer(api.POST('/api/v1/demands/{demand_id}/shortlist', { ...of(id), body, headers: intent })), MARKED)
export const useUnmark = () => useCommand(({ id, body }: { id: string; body: MarkIn }, intent) => answer(api.POST('/api/v1/demands/{demand_id}/shortlist/remove', { ...of(id), body, headers: intent })), MARKED)

/** The library, for designating somebody by name. */
export const useLibrary = (q: () => string) =>
  useQuery({
    queryKey: computed(() => ['experts', 'designate', q()]),
    queryFn: () => answer(api.GET('/api/v1/experts', { params: { query: { q: q(), available: true, limit: 20 } } })),
    enabled: computed(() => q() !== ''),
    placeholderData: keepPreviousData,
  })

export const useInvite = () =>
  useCommand((body: Invitation, intent) => answer(api.POST('/api/v1/matches/invitations', { body, headers: intent })), {
    refresh: [['matches'], ['recommendations'], ['demands'], ['tasks']],
  })

export type SuggestedTeam = Answer<'/api/v1/demands/{demand_id}/suggested-teams', 'get'>[number]

export const useSuggestedTeams = (demand: () => string) =>
  useQuery({
    queryKey: computed(() => ['recommendations', demand(), 'teams']),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/suggested-teams', { params: { path: { demand_id: demand() } } })),
  })

/** Why an expert, or without one the reader, is not on a demand's list. */
export const useWhyNot = (demand: () => string, expert: () => string) =>
  useQuery({
    queryKey: computed(() => ['recommendations', demand(), 'why-not', expert()]),
    queryFn: () =>
      expert()
        ? answer(api.GET('/api/v1/demands/{demand_id}/why-not', { params: { path: { demand_id: demand() }, query: { expert_id: expert() } } }))
        : answer(api.GET('/api/v1/demands/{demand_id}/why-not-me', { params: { path: { demand_id: demand() } } })),
  })

export const useExpertName = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['experts', id()]),
    queryFn: () => answer(api.GET('/api/v1/experts/{expert_id}', { params: { path: { expert_id: id() } } })),
    enabled: computed(() => id() !== ''),
  })

export type Weights = Answer<'/api/v1/recommendations/weights', 'get'>
export type Effect = Answer<'/api/v1/recommendations/weights/trial', 'post'>
type WeightsChange = Body<'/api/v1/recommendations/weights', 'post'>

export const useWeights = () =>
  useQuery({ queryKey: ['recommendations', 'weights'], queryFn: () => answer(api.GET('/api/v1/recommendations/weights')) })

/** What weights would have done to the lists of the last month; changes nothing. */
export const useTryWeights = () =>
  useCommand((body: Body<'/api/v1/recommendations/weights/trial', 'post'>) => answer(api.POST('/api/v1/recommendations/weights/trial', { body })))

export const useChangeWeights = () =>
  useCommand((body: WeightsChange, intent) => answer(api.POST('/api/v1/recommendations/weights', { body, headers: intent })), {
    refresh: [['recommendations']],
  })
