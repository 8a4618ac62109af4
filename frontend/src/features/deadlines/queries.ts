import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Month = Answer<'/api/v1/deadlines', 'get'>[number]
export type Deadline = Month['review']
export type Move = Body<'/api/v1/deadlines/moves', 'post'>

export const useDeadlines = () => useQuery({ queryKey: ['deadlines'], queryFn: () => answer(api.GET('/api/v1/deadlines')) })

export const useMove = () =>
  useCommand((body: Move, intent) => answer(api.POST('/api/v1/deadlines/moves', { body, headers: intent })), {
    refresh: [['deadlines'], ['batches'], ['reviews']],
  })
