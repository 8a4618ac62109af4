import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { answer } from '@/api/problem'

/** An expert's places: how many are free, and to those concerned who holds the others. */
export const usePlaces = (expert: () => string | undefined) =>
  useQuery({
    queryKey: computed(() => ['places', expert()]),
    queryFn: () => answer(api.GET('/api/v1/experts/{expert_id}/places', { params: { path: { expert_id: expert() ?? '' } } })),
    enabled: computed(() => Boolean(expert())),
  })
