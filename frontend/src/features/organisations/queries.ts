import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

const ONE = '/api/v1/organisations/{organisation_id}'
const FORM = '/api/v1/annex-1'
const PEOPLE = '/api/v1/organisations/{organisation_id}/members'
export type Organisation = Answer<typeof ONE, 'get'>
export type OrganisationCard = Answer<'/api/v1/organisations', 'get'>['items'][number]
export type About = Answer<'/api/v1/organisations/{organisation_id}/about', 'get'>
export type Form = Answer<typeof FORM, 'get'>
export type Draft = Body<typeof FORM, 'patch'>
export type Content = Organisation['content']
export type Version = Organisation['versions'][number]
export type People = Answer<typeof PEOPLE, 'get'>
export type Asked = Filter<'/api/v1/jurisdiction', 'get'>
export type MatrixRow = Answer<'/api/v1/jurisdiction/matrix', 'get'>[number]
export type Affiliation = Body<'/api/v1/organisations/{organisation_id}/affiliations', 'post'>
export type NewMember = Body<'/api/v1/organisations/{organisation_id}/invitations', 'post'>
export type Absence = Body<'/api/v1/organisations/{organisation_id}/absences', 'post'>
export type Reasons = Body<'/api/v1/organisations/{organisation_id}/return', 'post'>['reasons']

const REFRESH = { refresh: [['organisations'], ['tasks']] }
const at = (organisation_id: string) => ({ path: { organisation_id } })
const by = (link: string) => ({ 'Tepai-Link': link })
/** A file with its fields, as browsers send forms. */
const asForm = (body: { file: unknown }): FormData => {
  const form = new FormData()
  form.append('file', body.file as Blob)
  return form
}
const sending = (file: File) => ({ body: { file: file as unknown as string }, bodySerializer: asForm })
const asBlob = async (call: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<Blob> => (await answer(call)) as Blob

// --- Annex 1, by its private link -------------------------------------------------------------

export const useStart = () =>
  useCommand((body: Body<typeof FORM, 'post'>) => answer(api.POST(FORM, { body })))

const readForm = (link: string) => answer(api.GET(FORM, { params: { header: by(link) } }))
const formKey = (link: string) => ['annex-1', link]

export const useForm = (link: () => string) =>
  useQuery({ queryKey: computed(() => formKey(link())), queryFn: () => readForm(link()), enabled: computed(() => link() !== ''), retry: false })

/** Saves a part of the form and keeps what came back; reads it anew; keeps and loads pictures. */
export function useFormDraft(link: () => string) {
  const cache = useQueryClient()
  const keep = (found: Form): Form => cache.setQueryData(formKey(link()), found) as Form
  return {
    save: async (body: Draft, version: number) => keep(await answer(api.PATCH(FORM, { params: { header: by(link()) }, body, headers: ifMatch(version) }))),
    reread: async () => keep(await readForm(link())),
    upload: async (file: File) => (await answer(api.POST('/api/v1/annex-1/pictures', { params: { header: by(link()) }, ...sending(file) }))).id,
    load: (picture_id: string) => asBlob(api.GET('/api/v1/annex-1/pictures/{picture_id}', { params: { path: { picture_id }, header: by(link()) }, parseAs: 'blob' })),
    print: (version?: number) => asBlob(api.GET('/api/v1/annex-1/paper.pdf', { params: { query: { version }, header: by(link()) }, parseAs: 'blob' })),
  }
}

export const useSubmit = (link: () => string) =>
  useCommand(
    (version: number, intent) => answer(api.POST('/api/v1/annex-1/submit', { params: { header: by(link()) }, headers: { ...intent, ...ifMatch(version) } })),
    { refresh: [['annex-1']] },
  )

export const useMailLink = (link: () => string) =>
  useCommand((_none: undefined, intent) => answer(api.POST('/api/v1/annex-1/mail-link', { params: { header: by(link()) }, headers: intent })))

// --- Organisations ----------------------------------------------------------------------------

export const useOrganisations = (filter: () => Filter<'/api/v1/organisations', 'get'>) =>
  useQuery({
    queryKey: computed(() => ['organisations', 'list', filter()]),
    queryFn: () => answer(api.GET('/api/v1/organisations', { params: { query: filter() } })),
    placeholderData: keepPreviousData,
  })

export const useOrganisation = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['organisations', id()]),
    queryFn: () => answer(api.GET(ONE, { params: at(id()) })),
    enabled: computed(() => id() !== ''),
  })

export const useAbout = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['organisations', id(), 'about']),
    queryFn: () => answer(api.GET('/api/v1/organisations/{organisation_id}/about', { params: at(id()) })),
  })

/** The print of a version, pictures, and a place for new ones. */
export function useOrganisationFiles(id: () => string) {
  return {
    print: (version?: number) => asBlob(api.GET('/api/v1/organisations/{organisation_id}/paper.pdf', { params: { ...at(id()), query: { version } }, parseAs: 'blob' })),
    load: (picture_id: string) => asBlob(api.GET('/api/v1/organisations/{organisation_id}/pictures/{picture_id}', { params: { path: { organisation_id: id(), picture_id } }, parseAs: 'blob' })),
    upload: async (file: File) => (await answer(api.POST('/api/v1/organisation-pictures', sending(file)))).id,
  }
}

export const useEdit = (id: () => string) =>
  useCommand(({ body, version }: { body: Draft; version: number }) => answer(api.PATCH(ONE, { params: at(id()), body, headers: ifMatch(version) })), REFRESH)

export const useReceive = (id: () => string) =>
  useCommand(
    (body: Body<'/api/v1/organisations/{organisation_id}/receive-paper', 'post'>, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/receive-paper', { params: at(id()), body, headers: intent })),
    REFRESH,
  )

/** The code on a photo or a scan of the sealed form; registers nothing. */
export const readPaper = (id: string, file: File): Promise<Answer<'/api/v1/organisations/{organisation_id}/read-paper', 'post'>> => {
  const form = new FormData()
  form.append('file', file)
  return answer(api.POST('/api/v1/organisations/{organisation_id}/read-paper', { params: at(id), body: { file: '' }, bodySerializer: () => form }))
}

export const useReturn = (id: () => string) =>
  useCommand(
    (reasons: Reasons, intent) => answer(api.POST('/api/v1/organisations/{organisation_id}/return', { params: at(id()), body: { reasons }, headers: intent })),
    REFRESH,
  )

export const useRefuse = (id: () => string) =>
  useCommand(
    (reason: string, intent) => answer(api.POST('/api/v1/organisations/{organisation_id}/refuse', { params: at(id()), body: { reason }, headers: intent })),
    REFRESH,
  )

export const useMove = (id: () => string) =>
  useCommand((action: 'suspend' | 'resume', intent) => {
    const request = { params: at(id()), headers: intent }
    return answer(action === 'suspend' ? api.POST('/api/v1/organisations/{organisation_id}/suspend', request) : api.POST('/api/v1/organisations/{organisation_id}/resume', request))
  }, REFRESH)

export const useAllot = (id: () => string) =>
  useCommand(
    (body: Body<'/api/v1/organisations/{organisation_id}/allot', 'post'>) => answer(api.POST('/api/v1/organisations/{organisation_id}/allot', { params: at(id()), body })),
    REFRESH,
  )

export const useRenewLink = (id: () => string) =>
  useCommand(() => answer(api.POST('/api/v1/organisations/{organisation_id}/renew-link', { params: at(id()) })))

// --- Its people -------------------------------------------------------------------------------

export const usePeople = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['organisations', id(), 'members']),
    queryFn: () => answer(api.GET(PEOPLE, { params: at(id()) })),
    enabled: computed(() => id() !== ''),
  })

const CHANGED = { refresh: [['organisations'], ['me']] }
const of = (organisation_id: string, invitation_id: string) => ({ path: { organisation_id, invitation_id } })

export const useInvite = (id: () => string) =>
  useCommand((body: NewMember) => answer(api.POST('/api/v1/organisations/{organisation_id}/invitations', { params: at(id()), body })), CHANGED)

export const useResend = (id: () => string) =>
  useCommand(
    (invitation: string) => answer(api.POST('/api/v1/organisations/{organisation_id}/invitations/{invitation_id}/resend', { params: of(id(), invitation) })),
    CHANGED,
  )

export const useRevoke = (id: () => string) =>
  useCommand(
    (invitation: string, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/invitations/{invitation_id}/revoke', { params: of(id(), invitation), headers: intent })),
    CHANGED,
  )

export const useEndMember = (id: () => string) =>
  useCommand(
    ({ membership_id, reason }: { membership_id: string; reason: string }, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/members/{membership_id}/end', { params: { path: { organisation_id: id(), membership_id } }, body: { reason }, headers: intent })),
    CHANGED,
  )

export const useHandOver = (id: () => string) =>
  useCommand(
    (membership_id: string, intent) => answer(api.POST('/api/v1/organisations/{organisation_id}/handover', { params: at(id()), body: { membership_id }, headers: intent })),
    CHANGED,
  )

export const useAnswerHandover = (id: () => string) =>
  useCommand(
    (reply: 'accept' | 'decline' | 'withdraw', intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/handover/{answer}', { params: { path: { organisation_id: id(), answer: reply } }, headers: intent })),
    CHANGED,
  )

export const useNoteAbsence = (id: () => string) =>
  useCommand(
    (body: Absence, intent) => answer(api.POST('/api/v1/organisations/{organisation_id}/absences', { params: at(id()), body, headers: intent })),
    CHANGED,
  )

export const useEndAbsence = (id: () => string) =>
  useCommand(
    (absence_id: string, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/absences/{absence_id}/end', { params: { path: { organisation_id: id(), absence_id } }, headers: intent })),
    CHANGED,
  )

// --- Who reviews what -------------------------------------------------------------------------

export const useAffiliations = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['organisations', id(), 'affiliations']),
    queryFn: () => answer(api.GET('/api/v1/organisations/{organisation_id}/affiliations', { params: at(id()) })),
  })

export const useAddAffiliation = (id: () => string) =>
  useCommand(
    (body: Affiliation, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/affiliations', { params: at(id()), body, headers: intent })),
    REFRESH,
  )

export const useMatrix = () =>
  useQuery({ queryKey: ['jurisdiction', 'matrix'], queryFn: () => answer(api.GET('/api/v1/jurisdiction/matrix')), staleTime: Infinity })

/** Asked only once the person pressed the button: `asked` is null until then. */
export const useWhoReviews = (asked: () => Asked | null) =>
  useQuery({
    queryKey: computed(() => ['jurisdiction', asked()]),
    queryFn: () => answer(api.GET('/api/v1/jurisdiction', { params: { query: asked() ?? { subject: 'expert' } } })),
    enabled: computed(() => asked() !== null),
    retry: false,
  })

export type Hole = Answer<'/api/v1/jurisdiction/coverage', 'get'>['holes'][number]
/** Places and matters where nobody decides, or two at once. */
export const useCoverage = () => useQuery({ queryKey: ['organisations', 'coverage'], queryFn: () => answer(api.GET('/api/v1/jurisdiction/coverage')) })
