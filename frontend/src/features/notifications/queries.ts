import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
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

const CHOICES = ['notifications', 'choices']

export type Choices = Answer<'/api/v1/me/message-choices', 'get'>
export type ChoicesIn = Body<'/api/v1/me/message-choices', 'put'>

export const useChoices = () => useQuery({ queryKey: CHOICES, queryFn: () => answer(api.GET('/api/v1/me/message-choices')) })

export function useChoose() {
  const cache = useQueryClient()
  return useCommand(({ version, body }: { version: number; body: ChoicesIn }) => answer(api.PUT('/api/v1/me/message-choices', { body, headers: ifMatch(version) })), {
    done: (choices) => cache.setQueryData(CHOICES, choices),
  })
}

export type BindingIn = Body<'/api/v1/me/wechat', 'post'>
const WECHAT = ['notifications', 'wechat']

/** My WeChat; asked again every few seconds while it is being confirmed on the phone. */
export const useWechat = (waiting: () => boolean) =>
  useQuery({ queryKey: WECHAT, queryFn: () => answer(api.GET('/api/v1/me/wechat')), refetchInterval: computed(() => (waiting() ? 3_000 : false)) })

/** A link that works once. It carries its own proof, so it needs no key. */
export const useBeginBinding = () => useCommand(() => answer(api.POST('/api/v1/me/wechat/link')))

export const useBind = () => useCommand((body: BindingIn) => answer(api.POST('/api/v1/me/wechat', { body })), { refresh: [WECHAT, CHOICES] })

export const useUnbind = () => useCommand((version: number) => answer(api.DELETE('/api/v1/me/wechat', { headers: ifMatch(version) })), { refresh: [WECHAT, CHOICES] })

export function useRefreshChoices() {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: CHOICES })
}
