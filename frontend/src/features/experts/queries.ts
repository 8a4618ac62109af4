import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { newIntent, useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { saveFile } from '@/api/download'
import { answer } from '@/api/problem'
import { wearNewHat } from '@/app/session'
import { useDraftCache } from '@/ui/registration/draft-cache'
import type { VersionPair } from '@/ui/versions/diff'

const ONE = '/api/v1/experts/{expert_id}'
export type Expert = Answer<typeof ONE, 'get'>
export type ExpertCard = Answer<'/api/v1/experts', 'get'>['items'][number]
export type Draft = Body<'/api/v1/experts/{expert_id}/draft', 'patch'>
export type LibraryFilter = Filter<'/api/v1/experts', 'get'>

const MINE = ['experts', 'mine']
const REFRESH = { refresh: [['experts'], ['tasks'], ['reviews'], ['me']] }
const at = (expert_id: string) => ({ path: { expert_id } })
const readMine = () => answer(api.GET('/api/v1/experts/mine'))

/** My registration, or null when I have none. */
export const useMyExpert = () => useQuery({ queryKey: MINE, queryFn: readMine })

/** Begins a registration, and puts its hat on. */
export function useBegin() {
  const cache = useQueryClient()
  return async (): Promise<void> => {
    const begun = await answer(api.POST('/api/v1/experts', { body: {}, headers: newIntent() }))
    await wearNewHat(cache, (hat) => hat.expert?.id === begun.id)
    await cache.invalidateQueries({ queryKey: ['experts'] })
  }
}

const patch = (id: string, changes: Draft, version: number) =>
  answer(api.PATCH('/api/v1/experts/{expert_id}/draft', { params: at(id), body: changes, headers: ifMatch(version) }))
export const useMyDraft = () => useDraftCache<Expert, Draft>(MINE, patch, readMine)

/** What changed between two submissions, or from one to my draft. */
export const useDiff = (id: () => string) => (pair: () => VersionPair) =>
  useQuery({
    queryKey: computed(() => ['experts', id(), 'diff', pair()]),
    queryFn: () => answer(api.GET('/api/v1/experts/{expert_id}/submissions/diff', { params: { ...at(id()), query: { before: pair().before, after: pair().after ?? undefined } } })),
    enabled: computed(() => id() !== ''),
  })

interface Submission {
  id: string
  version: number
  signature: Body<'/api/v1/experts/{expert_id}/submit', 'post'>
}
export const useSubmit = () =>
  useCommand(
    ({ id, version, signature }: Submission, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/submit', { params: at(id), body: signature, headers: { ...intent, ...ifMatch(version) } })),
    REFRESH,
  )

export const useWithdraw = () =>
  useCommand(
    ({ id, reason }: { id: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/withdraw', { params: at(id), body: { reason }, headers: intent })),
    REFRESH,
  )

export const usePause = () =>
  useCommand(
    ({ id, reason }: { id: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/pause', { params: at(id), body: { reason }, headers: intent })),
    REFRESH,
  )

export const useResume = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/experts/{expert_id}/resume', { params: at(id), headers: intent })), REFRESH)

export type EmployerIn = Body<'/api/v1/experts/{expert_id}/employer-change', 'post'>
export type EmployerChange = Expert['employer_changes'][number]
export const useReportEmployer = () =>
  useCommand(
    ({ id, body }: { id: string; body: EmployerIn }, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/employer-change', { params: at(id), body, headers: intent })),
    REFRESH,
  )

export const useWithdrawEmployer = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/experts/{expert_id}/employer-change/withdraw', { params: at(id), headers: intent })), REFRESH)

export const useDecideEmployer = () =>
  useCommand(
    ({ id, action, reason }: { id: string; action: 'confirm' | 'decline'; reason: string }, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/employer-change/{action}', { params: { path: { expert_id: id, action } }, body: { reason }, headers: intent })),
    REFRESH,
  )

export const useConfirmKeywords = () =>
  useCommand(
    ({ id, keywords }: { id: string; keywords: string[] }, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/keywords', { params: at(id), body: { keywords }, headers: intent })),
    { refresh: [...REFRESH.refresh, ['recommendations']] },
  )

export const useLibrary = (filter: () => LibraryFilter) =>
  useQuery({
    queryKey: computed(() => ['experts', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/experts', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useExpert = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['experts', id()]), queryFn: () => answer(api.GET(ONE, { params: at(id()) })) })

/** Contact data in full; each reading is logged. */
export const useReveal = () =>
  useCommand(({ id, reason }: { id: string; reason: string }) =>
    answer(api.POST('/api/v1/experts/{expert_id}/reveal', { params: at(id), body: { reason } })),
  )

export const useDecide = () =>
  useCommand(
    ({ id, decision }: { id: string; decision: Body<'/api/v1/experts/{expert_id}/decision', 'post'> }, intent) =>
      answer(api.POST('/api/v1/experts/{expert_id}/decision', { params: at(id), body: decision, headers: intent })),
    { refresh: [['experts']] },
  )

export type SelfTestAnswers = Required<Body<'/api/v1/experts/self-test', 'post'>>
export type SelfTest = Answer<'/api/v1/experts/self-test', 'post'>
/** Judges a few answers without an account; nothing is kept, so nothing is cached. */
export const selfTest = (body: SelfTestAnswers): Promise<SelfTest> => answer(api.POST('/api/v1/experts/self-test', { body }))

/** The proof of filing, for its owner and the offices in charge. */
export const useCertificate = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['experts', id(), 'certificate']),
    queryFn: () => answer(api.GET('/api/v1/experts/{expert_id}/certificate', { params: at(id()) })),
  })

export const saveCertificate = (id: string) =>
  saveFile(api.GET('/api/v1/experts/{expert_id}/certificate/file', { params: at(id), parseAs: 'blob' }))
