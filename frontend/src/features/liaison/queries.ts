import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type WorkbenchRow = Answer<'/api/v1/liaison/services', 'get'>['items'][number]
export type WorkbenchFilter = Filter<'/api/v1/liaison/services', 'get'>
export type Show = NonNullable<WorkbenchFilter['show']>
export type Follow = Answer<'/api/v1/liaison/services/{engagement_id}', 'get'>
export type Trouble = Follow['problems'][number]
export type VisitIn = Body<'/api/v1/liaison/services/{engagement_id}/visits', 'post'>

const REFRESH = { refresh: [['liaison'], ['tasks'], ['engagements']] }
const at = (id: string) => ({ params: { path: { engagement_id: id } } })
const on = (id: string) => ({ params: { path: { problem_id: id } } })

export const useWorkbench = (filter: () => WorkbenchFilter) =>
  useQuery({
    queryKey: computed(() => ['liaison', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/liaison/services', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

/** Whom to ask: my own organisation, as its form names it. */
export const useOffice = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['organisations', id()]),
    queryFn: () => answer(api.GET('/api/v1/organisations/{organisation_id}', { params: { path: { organisation_id: id() } } })),
    enabled: computed(() => id() !== ''),
  })

export const useFollow = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['liaison', 'one', id()]),
    queryFn: () => answer(api.GET('/api/v1/liaison/services/{engagement_id}', at(id()))),
  })

export const useAddVisit = (id: () => string) =>
  useCommand((body: VisitIn, headers) => answer(api.POST('/api/v1/liaison/services/{engagement_id}/visits', { ...at(id()), body, headers })), REFRESH)

export const useNudge = (id: () => string) =>
  useCommand((party: 'expert' | 'enterprise', headers) => answer(api.POST('/api/v1/liaison/services/{engagement_id}/nudges', { ...at(id()), body: { party }, headers })), REFRESH)

export const useRaise = (id: () => string) =>
  useCommand((text: string, headers) => answer(api.POST('/api/v1/liaison/services/{engagement_id}/problems', { ...at(id()), body: { text }, headers })), REFRESH)

export const useAnswer = () =>
  useCommand(({ id, words }: { id: string; words: string }, headers) => answer(api.POST('/api/v1/liaison/problems/{problem_id}/answer', { ...on(id), body: { answer: words }, headers })), REFRESH)

export const useClose = () => useCommand((id: string, headers) => answer(api.POST('/api/v1/liaison/problems/{problem_id}/close', { ...on(id), headers })), REFRESH)

export const useReopen = () => useCommand((id: string, headers) => answer(api.POST('/api/v1/liaison/problems/{problem_id}/reopen', { ...on(id), headers })), REFRESH)
