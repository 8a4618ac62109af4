import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { Answer, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Overview = Answer<'/api/v1/dashboard/overview', 'get'>
export type Funnel = Answer<'/api/v1/dashboard/funnel', 'get'>
export type FunnelRow = Funnel['total']
export type Stage = FunnelRow['stages'][number]
export type LateGroup = Answer<'/api/v1/dashboard/late', 'get'>['groups'][number]
export type FigureRow = Answer<'/api/v1/dashboard/rows', 'get'>['items'][number]
export type RowsFilter = Filter<'/api/v1/dashboard/rows', 'get'>

// Counting is not free, and figures need not be of this second.
const FRESH = 60_000

export const useOverview = () =>
  useQuery({ queryKey: ['dashboard', 'overview'], queryFn: () => answer(api.GET('/api/v1/dashboard/overview')), staleTime: FRESH })

export const useFunnel = () =>
  useQuery({ queryKey: ['dashboard', 'funnel'], queryFn: () => answer(api.GET('/api/v1/dashboard/funnel', { params: { query: { by: 'city' } } })), staleTime: FRESH })

export const useLate = () => useQuery({ queryKey: ['dashboard', 'late'], queryFn: () => answer(api.GET('/api/v1/dashboard/late')), staleTime: FRESH })

/** How evenly the recommendations fall on the library. */
export const useExposure = () =>
  useQuery({ queryKey: ['dashboard', 'exposure'], queryFn: () => answer(api.GET('/api/v1/recommendations/exposure')), staleTime: FRESH })

/** The rows behind one figure: as many as it says. */
export const useRows = (filter: () => RowsFilter) =>
  useQuery({
    queryKey: computed(() => ['dashboard', 'rows', filter()]),
    queryFn: () => answer(api.GET('/api/v1/dashboard/rows', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })
