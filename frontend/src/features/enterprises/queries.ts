import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { newIntent, useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'
import { wearNewHat } from '@/app/session'
import { useDraftCache } from '@/ui/registration/draft-cache'
import type { VersionPair } from '@/ui/versions/diff'

const ONE = '/api/v1/enterprises/{enterprise_id}'
export type Enterprise = Answer<typeof ONE, 'get'>
export type EnterpriseCard = Answer<'/api/v1/enterprises', 'get'>['items'][number]
export type Draft = Body<'/api/v1/enterprises/{enterprise_id}/draft', 'patch'>
export type ListFilter = Filter<'/api/v1/enterprises', 'get'>

const MINE = ['enterprises', 'mine']
const REFRESH = { refresh: [['enterprises'], ['tasks'], ['reviews'], ['me']] }
const at = (enterprise_id: string) => ({ path: { enterprise_id } })
const readMine = () => answer(api.GET('/api/v1/enterprises/mine'))

/** My enterprise's registration, or null when I have none. */
export const useMyEnterprise = () => useQuery({ queryKey: MINE, queryFn: readMine })

/** Begins a registration, and puts its hat on. */
export function useBegin() {
  const cache = useQueryClient()
  return async (): Promise<void> => {
    const begun = await answer(api.POST('/api/v1/enterprises', { body: {}, headers: newIntent() }))
    await wearNewHat(cache, (hat) => hat.enterprise?.id === begun.id)
    await cache.invalidateQueries({ queryKey: ['enterprises'] })
  }
}

const patch = (id: string, changes: Draft, version: number) =>
  answer(api.PATCH('/api/v1/enterprises/{enterprise_id}/draft', { params: at(id), body: changes, headers: ifMatch(version) }))
export const useMyDraft = () => useDraftCache<Enterprise, Draft>(MINE, patch, readMine)

/** What changed between two submissions, or from one to my draft. */
export const useDiff = (id: () => string) => (pair: () => VersionPair) =>
  useQuery({
    queryKey: computed(() => ['enterprises', id(), 'diff', pair()]),
    queryFn: () => answer(api.GET('/api/v1/enterprises/{enterprise_id}/submissions/diff', { params: { ...at(id()), query: { before: pair().before, after: pair().after ?? undefined } } })),
    enabled: computed(() => id() !== ''),
  })

interface Submission {
  id: string
  version: number
  signature: Body<'/api/v1/enterprises/{enterprise_id}/submit', 'post'>
}
export const useSubmit = () =>
  useCommand(
    ({ id, version, signature }: Submission, intent) =>
      answer(api.POST('/api/v1/enterprises/{enterprise_id}/submit', { params: at(id), body: signature, headers: { ...intent, ...ifMatch(version) } })),
    REFRESH,
  )

export const useWithdraw = () =>
  useCommand(
    ({ id, reason }: { id: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/enterprises/{enterprise_id}/withdraw', { params: at(id), body: { reason }, headers: intent })),
    REFRESH,
  )

/** The organisation in charge stops an enterprise from publishing, or lets it go on. */
export const useMove = () =>
  useCommand(
    ({ id, action, reason }: { id: string; action: 'suspend' | 'resume'; reason: string }, intent) => {
      const request = { params: at(id), body: { reason }, headers: intent }
      return answer(action === 'suspend' ? api.POST('/api/v1/enterprises/{enterprise_id}/suspend', request) : api.POST('/api/v1/enterprises/{enterprise_id}/resume', request))
    },
    REFRESH,
  )

export const useEnterprises = (filter: () => ListFilter) =>
  useQuery({
    queryKey: computed(() => ['enterprises', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/enterprises', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useEnterprise = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['enterprises', id()]), queryFn: () => answer(api.GET(ONE, { params: at(id()) })) })

export const useDecide = () =>
  useCommand(
    ({ id, decision }: { id: string; decision: Body<'/api/v1/enterprises/{enterprise_id}/decision', 'post'> }, intent) =>
      answer(api.POST('/api/v1/enterprises/{enterprise_id}/decision', { params: at(id), body: decision, headers: intent })),
    { refresh: [['enterprises']] },
  )

export const useMembers = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['enterprises', id(), 'members']),
    queryFn: () => answer(api.GET('/api/v1/enterprises/{enterprise_id}/members', { params: at(id()) })),
    enabled: computed(() => id() !== ''),
  })

const INVITATION = '/api/v1/enterprises/{enterprise_id}/invitations'
export type NewMember = Body<typeof INVITATION, 'post'>
const CHANGED = { refresh: [['enterprises']] }
const of = (enterprise_id: string, invitation_id: string) => ({ path: { enterprise_id, invitation_id } })

export const useInvite = (id: () => string) =>
  useCommand((body: NewMember) => answer(api.POST(INVITATION, { params: at(id()), body })), CHANGED)

export const useResend = (id: () => string) =>
  useCommand((invitation: string) => answer(api.POST('/api/v1/enterprises/{enterprise_id}/invitations/{invitation_id}/resend', { params: of(id(), invitation) })), CHANGED)

export const useRevoke = (id: () => string) =>
  useCommand(
    (invitation: string, intent) => answer(api.POST('/api/v1/enterprises/{enterprise_id}/invitations/{invitation_id}/revoke', { params: of(id(), invitation), headers: intent })),
    CHANGED,
  )

export type SelfTestAnswers = Required<Body<'/api/v1/enterprises/self-test', 'post'>>
export type SelfTest = Answer<'/api/v1/enterprises/self-test', 'post'>
/** Judges a few answers without an account; nothing is kept, so nothing is cached. */
export const selfTest = (body: SelfTestAnswers): Promise<SelfTest> => answer(api.POST('/api/v1/enterprises/self-test', { body }))
