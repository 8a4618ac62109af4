import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import type { Answer } from '@/api/contract'
import { answer } from '@/api/problem'

export type Task = Answer<'/api/v1/tasks', 'get'>['items'][number]

/** What waits for me, most urgent first as the server orders it. */
export const useTasks = () =>
  useQuery({ queryKey: ['tasks'], queryFn: () => answer(api.GET('/api/v1/tasks')), refetchInterval: 120_000 })
