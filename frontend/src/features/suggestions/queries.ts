import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Suggestion = Answer<'/api/v1/suggestions/{suggestion_id}', 'get'>
export type SuggestionRow = Answer<'/api/v1/suggestions', 'get'>['items'][number]
export type Pair = Answer<'/api/v1/suggestions/{suggestion_id}/rows', 'get'>['items'][number]
type Rows = Filter<'/api/v1/suggestions/{suggestion_id}/rows', 'get'>

const WAITING_MS = 2000
const CHANGED = [['suggestions']]

export const useSuggestions = (asked: () => { offset?: number }) =>
  useQuery({
    queryKey: computed(() => ['suggestions', 'list', asked()]),
    queryFn: () => answer(api.GET('/api/v1/suggestions', { params: { query: asked() } })),
    placeholderData: (before) => before,
  })

/** One suggestion, asked for again until it is computed. */
export const useSuggestion = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['suggestions', id()]),
    queryFn: () => answer(api.GET('/api/v1/suggestions/{suggestion_id}', { params: { path: { suggestion_id: id() } } })),
    refetchInterval: (query) => (query.state.data && !query.state.data.computed_at ? WAITING_MS : false),
  })

export const useSuggestedPairs = (id: () => string, asked: () => Rows, ready: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['suggestions', id(), 'rows', asked()]),
    queryFn: () => answer(api.GET('/api/v1/suggestions/{suggestion_id}/rows', { params: { path: { suggestion_id: id() }, query: asked() } })),
    placeholderData: (before) => before,
    enabled: computed(ready),
  })

export const useAsk = (done: (made: SuggestionRow) => void) =>
  useCommand<SuggestionRow>((_, intent) => answer(api.POST('/api/v1/suggestions', { headers: intent })), { refresh: CHANGED, done })

export const useTell = () =>
  useCommand(
    ({ id, demand_ids }: { id: string; demand_ids: string[] }, intent) =>
      answer(api.POST('/api/v1/suggestions/{suggestion_id}/tell', { params: { path: { suggestion_id: id } }, body: { demand_ids }, headers: intent })),
    { refresh: CHANGED },
  )
