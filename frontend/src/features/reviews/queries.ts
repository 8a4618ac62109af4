import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type QueueFilter = Filter<'/api/v1/reviews/queue', 'get'>

export const useQueue = (filter: () => QueueFilter) =>
  useQuery({
    queryKey: computed(() => ['reviews', 'queue', filter()]),
    queryFn: () => answer(api.GET('/api/v1/reviews/queue', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })
