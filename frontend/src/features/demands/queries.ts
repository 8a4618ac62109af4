import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'
import { useDraftCache } from '@/ui/registration/draft-cache'
import type { VersionPair } from '@/ui/versions/diff'
import type { Filter } from './filter'

export type Demand = Answer<'/api/v1/demands/{demand_id}', 'get'>
export type DemandCard = Answer<'/api/v1/demands', 'get'>['items'][number]
export type Draft = NonNullable<Demand['draft']>
export type Content = Demand['content']
export type Indicator = Content['indicators'][number]
export type Hint = Demand['hints'][number]
export type Advice = Demand['advice'][number]
export type Decision = Body<'/api/v1/demands/{demand_id}/decision', 'post'>
type NewDemand = Body<'/api/v1/demands', 'post'>
type Sort = 'newest' | 'closing' | 'relevance'

export type View = Answer<'/api/v1/demands/views/{view_id}', 'get'>
export type ViewFilter = View['filter']

const REFRESH = { refresh: [['demands'], ['tasks'], ['reviews'], ['matches']] }
const at = (demand_id: string) => ({ params: { path: { demand_id } } })

/** Only what is chosen: the server refuses unknown and empty filters. */
function chosen(filter: Partial<Filter>): object {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
}

const VIEWS = ['demands', 'views']
const VIEW = '/api/v1/demands/views/{view_id}'
const named = (view_id: string) => ({ params: { path: { view_id } } })

/** The searches I keep. */
export const useViews = () => useQuery({ queryKey: VIEWS, queryFn: () => answer(api.GET('/api/v1/demands/views')) })

/** A saved search, mine or shared with me. */
export const useView = (id: () => string) =>
  useQuery({ queryKey: computed(() => [...VIEWS, id()]), queryFn: () => answer(api.GET(VIEW, named(id()))), enabled: computed(() => id() !== '') })

export const useKeepView = () =>
  useCommand((body: Body<'/api/v1/demands/views', 'post'>, intent) => answer(api.POST('/api/v1/demands/views', { body, headers: intent })), { refresh: [VIEWS] })
export const useChangeView = () =>
  useCommand(({ id, version, body }: { id: string; version: number; body: Body<typeof VIEW, 'patch'> }) => answer(api.PATCH(VIEW, { ...named(id), body, headers: ifMatch(version) })), { refresh: [VIEWS] })
export const useDropView = () =>
  useCommand(({ id, version }: View) => answer(api.DELETE(VIEW, { ...named(id), headers: ifMatch(version) })), { refresh: [VIEWS] })

/** Published demands, or (`mine`) those of one's own unit. */
export const useDemands = (mine: () => boolean, filter: () => Filter, ready: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['demands', 'list', mine(), filter()]),
    queryFn: () => {
      const { state, offset, sort, ...conditions } = filter()
      if (mine()) return answer(api.GET('/api/v1/demands/mine', { params: { query: chosen({ state, offset }) } }))
      return answer(api.GET('/api/v1/demands', { params: { query: { ...chosen({ ...conditions, state, offset, mine: '', view: '' }), sort: sort as Sort } } }))
    },
    enabled: computed(ready),
    placeholderData: keepPreviousData,
  })

/** The newest demands of my enterprise. */
export const useOwnDemands = () =>
  useQuery({
    queryKey: ['demands', 'list', 'home'],
    queryFn: () => answer(api.GET('/api/v1/demands/mine', { params: { query: { limit: 6 } } })),
  })

/** What changed between two submissions, or from one to the draft. */
export const useDiff = (id: () => string) => (pair: () => VersionPair) =>
  useQuery({
    queryKey: computed(() => ['demands', id(), 'diff', pair()]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/versions/diff', { params: { path: { demand_id: id() }, query: { before: pair().before, after: pair().after ?? undefined } } })),
  })

export const useDemand = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['demands', id()]), queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}', at(id()))) })

/** Enterprises that staff may draft for: the approved ones they see. */
export const useApprovedEnterprises = (enabled: () => boolean) =>
  useQuery({
    queryKey: ['enterprises', 'for-demand'],
    queryFn: () => answer(api.GET('/api/v1/enterprises', { params: { query: { state: 'approved', limit: 100 } } })),
    select: ({ items }) => items.map(({ id, name }) => ({ value: id, label: name })),
    enabled: computed(enabled),
    placeholderData: keepPreviousData,
  })

/** Where I stand with a demand as an expert, and what I may do. */
export const useCandidacy = (id: () => string, enabled: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['matches', 'candidacy', id()]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/candidacy', at(id()))),
    enabled: computed(enabled),
  })

/** The matches of a demand that I may see. */
export const useMatchesOf = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['matches', 'of-demand', id()]),
    queryFn: () => answer(api.GET('/api/v1/matches', { params: { query: { demand_id: id(), limit: 100 } } })),
  })

export const useNewDemand = () => useCommand((body: Partial<NewDemand>, intent) => answer(api.POST('/api/v1/demands', { body: body as NewDemand, headers: intent })), REFRESH)

/** Saves parts of the draft; the page shows what the rules and the coach say of it now. */
export function useDemandDraft(id: () => string) {
  const cache = useQueryClient()
  const key = ['demands', id()]
  async function patch(demand_id: string, body: Partial<Draft>, version: number): Promise<Demand> {
    const saved = await answer(api.PATCH('/api/v1/demands/{demand_id}/draft', { ...at(demand_id), body: body as Draft, headers: ifMatch(version) }))
    cache.setQueryData(key, saved)
    return saved
  }
  return useDraftCache<Demand, Partial<Draft>>(key, patch, () => answer(api.GET('/api/v1/demands/{demand_id}', at(id()))))
}

/** Demands that read much like this one, as far as I may see them. */
export const useDuplicates = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['demands', id(), 'duplicates']), queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}/duplicates', at(id()))) })

interface Explained {
  id: string
  reason: string
}
export const useSubmitDemand = () =>
  useCommand(({ id, reason }: Explained, intent) => answer(api.POST('/api/v1/demands/{demand_id}/submit', { ...at(id), body: { reason }, headers: intent })), REFRESH)
export const useConfirmDemand = () =>
  useCommand(({ id, version }: Demand, intent) => answer(api.POST('/api/v1/demands/{demand_id}/confirm', { ...at(id), headers: { ...intent, ...ifMatch(version) } })), REFRESH)
export const useOfferDemand = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/demands/{demand_id}/offer', { ...at(id), headers: intent })), REFRESH)
export const useSendBack = () =>
  useCommand(({ id, reason }: Explained, intent) => answer(api.POST('/api/v1/demands/{demand_id}/send-back', { ...at(id), body: { reason }, headers: intent })), REFRESH)
export const useWithdrawDemand = () =>
  useCommand(({ id, reason }: Explained, intent) => answer(api.POST('/api/v1/demands/{demand_id}/withdraw', { ...at(id), body: { reason }, headers: intent })), REFRESH)
export const useKeepDemand = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/demands/{demand_id}/keep', { ...at(id), headers: intent })), REFRESH)
export const useRenewDemand = () =>
  useCommand(({ id, open_until }: { id: string; open_until: string | null }, intent) => answer(api.POST('/api/v1/demands/{demand_id}/renew', { ...at(id), body: { open_until }, headers: intent })), REFRESH)
export const useConfidential = () =>
  useCommand(({ id, reason }: Explained, intent) => answer(api.POST('/api/v1/demands/{demand_id}/confidential', { ...at(id), body: { reason }, headers: intent })))
export const useDecideDemand = () =>
  useCommand(({ id, body }: { id: string; body: Decision }, intent) => answer(api.POST('/api/v1/demands/{demand_id}/decision', { ...at(id), body, headers: intent })), REFRESH)
