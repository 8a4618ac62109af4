import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { Answer, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Message = Answer<'/api/v1/notifications', 'get'>['items'][number]
type InboxFilter = Filter<'/api/v1/notifications', 'get'>

export const useInbox = (filter: () => InboxFilter) =>
  useQuery({
    queryKey: computed(() => ['notifications', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/notifications', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useUnread = () =>
  useQuery({
    queryKey: ['notifications', 'unread'],
    queryFn: () => answer(api.GET('/api/v1/notifications/unread-count')),
    select: ({ count }) => count,
    refetchInterval: 120_000,
  })

/** Notes messages as read. Reading twice is the same as once, so it needs no key; a failure is not worth a word. */
export function useMarkRead() {
  const cache = useQueryClient()
  return async (ids: string[]): Promise<void> => {
    await Promise.allSettled(ids.map((id) => answer(api.POST('/api/v1/notifications/{id}/read', { params: { path: { id } } }))))
    await cache.invalidateQueries({ queryKey: ['notifications'] })
  }
}
