import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Agreement = Answer<'/api/v1/agreements/{agreement_id}', 'get'>
export type AgreementCard = Answer<'/api/v1/agreements', 'get'>['items'][number]
export type Revision = Agreement['revisions'][number]
export type Terms = Body<'/api/v1/agreements/{agreement_id}/terms', 'put'>
export type State = 'drafted' | 'partly_signed' | 'signed' | 'returned' | 'filed' | 'void'
export type Signature = Body<'/api/v1/agreements/{agreement_id}/sign', 'post'>
export type Clause = Agreement['clauses'][number]
type Filing = Body<'/api/v1/agreements/{agreement_id}/filing', 'post'>

const REFRESH = { refresh: [['agreements'], ['matches'], ['engagements'], ['reviews'], ['tasks'], ['demands']] }
const at = (agreement_id: string) => ({ params: { path: { agreement_id } } })

export const useAgreements = (filter: () => { state: string; offset: number }) =>
  useQuery({
    queryKey: computed(() => ['agreements', 'list', filter()]),
    queryFn: () => {
      const { state, offset } = filter()
      return answer(api.GET('/api/v1/agreements', { params: { query: { offset, ...(state && { state: state as State }) } } }))
    },
    placeholderData: keepPreviousData,
  })

/** The agreements whose next step is mine. */
export const useWaitingAgreements = () =>
  useQuery({
    queryKey: ['agreements', 'list', 'waiting'],
    queryFn: () => answer(api.GET('/api/v1/agreements', { params: { query: { waiting_for_me: true, limit: 50 } } })),
  })

export const useAgreement = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['agreements', id()]), queryFn: () => answer(api.GET('/api/v1/agreements/{agreement_id}', at(id()))) })

/** The service that began with the filing. */
export const useEngagementOf = (agreement: () => string, enabled: () => boolean) =>
  useQuery({
    queryKey: computed(() => ['engagements', 'of-agreement', agreement()]),
    queryFn: () => answer(api.GET('/api/v1/engagements', { params: { query: { agreement_id: agreement(), limit: 1 } } })),
    select: ({ items }) => items[0] ?? null,
    enabled: computed(enabled),
  })

/** The match an agreement is to be drafted for. */
export const useMatch = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['matches', id()]),
    queryFn: () => answer(api.GET('/api/v1/matches/{match_id}', { params: { path: { match_id: id() } } })),
    enabled: computed(() => id() !== ''),
  })

export const useDraftAgreement = () =>
  useCommand((match_id: string, intent) => answer(api.POST('/api/v1/agreements', { body: { match_id }, headers: intent })), REFRESH)

export const useReviseTerms = () =>
  useCommand(
    ({ id, version, terms }: { id: string; version: number; terms: Terms }) =>
      answer(api.PUT('/api/v1/agreements/{agreement_id}/terms', { ...at(id), body: terms, headers: ifMatch(version) })),
    REFRESH,
  )

export const useSignAgreement = () =>
  useCommand(
    ({ id, signature }: { id: string; signature: Signature }, intent) =>
      answer(api.POST('/api/v1/agreements/{agreement_id}/sign', { ...at(id), body: signature, headers: intent })),
    REFRESH,
  )

export const useFileAgreement = () =>
  useCommand(
    ({ id, filing }: { id: string; filing: Filing }, intent) =>
      answer(api.POST('/api/v1/agreements/{agreement_id}/filing', { ...at(id), body: filing, headers: intent })),
    REFRESH,
  )

/** What has been read: later changes are marked from there. */
export const useNoteLook = () =>
  useCommand(
    ({ id, revision }: { id: string; revision: number }, headers) => answer(api.POST('/api/v1/agreements/{agreement_id}/look', { ...at(id), body: { revision }, headers })),
    { refresh: [['agreements']] },
  )

export interface Sealed {
  id: string
  number: string
  mark: string
  file: File
  /** Tells one file from another: a file itself leaves no trace in the intent's key. */
  which?: string
}
const sealedForm = ({ number, mark, file }: Sealed): FormData => {
  const form = new FormData()
  form.append('number', number)
  form.append('mark', mark)
  form.append('file', file)
  return form
}
export const useUploadSealed = () =>
  useCommand(
    (sealed: Sealed, headers) =>
      answer(
        api.POST('/api/v1/agreements/{agreement_id}/sealed', {
          ...at(sealed.id),
          body: { number: sealed.number, mark: sealed.mark, file: '' },
          bodySerializer: () => sealedForm(sealed),
          headers,
        }),
      ),
    REFRESH,
  )

export const useObject = () =>
  useCommand(
    ({ id, reason }: { id: string; reason: string }, headers) => answer(api.POST('/api/v1/agreements/{agreement_id}/objection', { ...at(id), body: { reason }, headers })),
    REFRESH,
  )
