import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Subject = 'experts' | 'enterprises'
export type Check = Body<'/api/v1/integrity/standing/{subject_type}/{subject_id}/checks', 'post'>

/** Whether bad credit blocks a registration, and who looked it up where. */
export const useStanding = (type: () => Subject, id: () => string) =>
  useQuery({
    queryKey: computed(() => ['credit-standing', type(), id()]),
    queryFn: () => answer(api.GET('/api/v1/integrity/standing/{subject_type}/{subject_id}', { params: { path: { subject_type: type(), subject_id: id() } } })),
  })

export const useCheck = (type: () => Subject, id: () => string) =>
  useCommand(
    (body: Check, intent) =>
      answer(api.POST('/api/v1/integrity/standing/{subject_type}/{subject_id}/checks', { params: { path: { subject_type: type(), subject_id: id() } }, body, headers: intent })),
    { refresh: [['credit-standing']] },
  )
