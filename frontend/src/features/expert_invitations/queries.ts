import { keepPreviousData, useMutation, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { download, type Download } from '@/api/download'
import { answer, type ProblemError } from '@/api/problem'

export type Invitation = Answer<'/api/v1/expert-invitations', 'get'>['items'][number]
export type InvitationFilter = Filter<'/api/v1/expert-invitations', 'get'>
export type Preview = Answer<'/api/v1/expert-invitations/preview', 'post'>
export type PreviewRow = Preview['rows'][number]
export type Sent = Answer<'/api/v1/expert-invitations', 'post'>

const REFRESH = { refresh: [['expert_invitations']] }
const at = (invitation_id: string) => ({ params: { path: { invitation_id } } })

function form(file: File, more: Record<string, string> = {}): FormData {
  const data = new FormData()
  data.append('file', file)
  for (const [key, value] of Object.entries(more)) data.append(key, value)
  return data
}

export const useInvitations = (filter: () => InvitationFilter) =>
  useQuery({
    queryKey: computed(() => ['expert_invitations', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/expert-invitations', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

/** The spreadsheet to fill in. */
export const readTemplate = (): Promise<Download> => download('/api/v1/expert-invitations/template', {})

/** The uploaded spreadsheet again, with a column that says what has to be changed. */
export const readMarked = (file: File): Promise<Download> => download('/api/v1/expert-invitations/faults', { method: 'POST', body: form(file) })

/** What sending would do; nothing is kept. */
export const usePreview = () =>
  useMutation<Preview, ProblemError, File>({
    mutationFn: (file) => answer(api.POST('/api/v1/expert-invitations/preview', { body: { file: '' }, bodySerializer: () => form(file) })),
  })

interface Sending {
  file: File
  /** Tells one choice of a file from another, which JSON does not. */
  mark: string
  only_correct: boolean
}
export const useSend = () =>
  useCommand(
    ({ file, only_correct }: Sending, intent) =>
      answer(api.POST('/api/v1/expert-invitations', { body: { file: '', only_correct }, bodySerializer: () => form(file, { only_correct: String(only_correct) }), headers: intent })),
    REFRESH,
  )

export const useResend = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/expert-invitations/{invitation_id}/resend', { ...at(id), headers: intent })), REFRESH)

export const useRevoke = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/expert-invitations/{invitation_id}/revoke', { ...at(id), headers: intent })), REFRESH)

export const useHandOver = () => useCommand((id: string) => answer(api.POST('/api/v1/expert-invitations/{invitation_id}/link', at(id))), REFRESH)

/** Who invites with this link; nothing of the invited person. */
export const useOffer = (token: string) =>
  useQuery({ queryKey: ['expert-invited'], queryFn: () => answer(api.POST('/api/v1/expert-invitations/offer', { body: { token } })), enabled: token !== '', retry: false, gcTime: 0 })

export const useAccept = () =>
  useCommand((body: Body<'/api/v1/expert-invitations/accept', 'post'>, intent) => answer(api.POST('/api/v1/expert-invitations/accept', { body, headers: intent })))
