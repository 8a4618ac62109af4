import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'
import type { QueueFilter } from '@/ui/review/walk'

export type { QueueFilter }
export type Task = Answer<'/api/v1/reviews/queue', 'get'>['items'][number]
export type Elsewhere = Answer<'/api/v1/reviews/takeovers', 'get'>['items'][number]
export type Order = Body<'/api/v1/reviews/batch', 'post'>
export type Outcome = Answer<'/api/v1/reviews/batch', 'post'>

const readQueue = (query: QueueFilter) => answer(api.GET('/api/v1/reviews/queue', { params: { query } }))
const CHANGED = { refresh: [['reviews'], ['experts'], ['enterprises'], ['demands'], ['tasks']] }

export const useQueue = (filter: () => QueueFilter) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'queue', filter()]),
    queryFn: () => readQueue(filter()),
    placeholderData: keepPreviousData,
  })

const PAGE = 100

/** Every case of a filter, page by page: what "select all" means. */
export async function readAll(filter: QueueFilter): Promise<Task[]> {
  const found: Task[] = []
  for (let offset = 0; ; offset += PAGE) {
    const page = await readQueue({ ...filter, offset, limit: PAGE })
    found.push(...page.items)
    if (page.items.length < PAGE) return found
  }
}

export const usePreview = () => useCommand((body: Order) => answer(api.POST('/api/v1/reviews/batch/preview', { body })))

export const useDecideMany = () =>
  useCommand((body: Order, intent) => answer(api.POST('/api/v1/reviews/batch', { body, headers: intent })), CHANGED)

export const useTakeOvers = (filter: () => Filter<'/api/v1/reviews/takeovers', 'get'>) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'takeovers', filter()]),
    queryFn: () => answer(api.GET('/api/v1/reviews/takeovers', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useTakeOver = () =>
  useCommand((tasks: string[], intent) => answer(api.POST('/api/v1/reviews/takeovers', { body: { tasks }, headers: intent })), CHANGED)

export const useOrphans = (offset: () => number) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'orphans', offset()]),
    queryFn: () => answer(api.GET('/api/v1/reviews/orphans', { params: { query: { offset: offset() } } })),
    placeholderData: keepPreviousData,
  })

/** Bodies that may decide in another's stead. */
export const useBureaus = () =>
  useQuery({
    queryKey: ['organisations', 'bureaus'],
    queryFn: () => answer(api.GET('/api/v1/organisations', { params: { query: { type: 'city_bureau', state: 'active', limit: 100 } } })),
    select: ({ items }) => items.map(({ id, name }) => ({ value: id, label: name })),
  })

export const useAssign = () =>
  useCommand(
    ({ task_id, organisation_id }: { task_id: string; organisation_id: string }, intent) =>
      answer(api.POST('/api/v1/reviews/orphans/{task_id}/assign', { params: { path: { task_id } }, body: { organisation_id }, headers: intent })),
    CHANGED,
  )
