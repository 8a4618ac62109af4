import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

const ONE = '/api/v1/organisations/{organisation_id}'
export type Organisation = Answer<typeof ONE, 'get'>
export type OrganisationCard = Answer<'/api/v1/organisations', 'get'>['items'][number]
export type Application = Body<'/api/v1/organisations', 'post'>
export type Member = Answer<'/api/v1/organisations/{organisation_id}/members', 'get'>[number]
export type Asked = Filter<'/api/v1/jurisdiction', 'get'>
export type MatrixRow = Answer<'/api/v1/jurisdiction/matrix', 'get'>[number]
export type Affiliation = Body<'/api/v1/organisations/{organisation_id}/affiliations', 'post'>
export type NewMember = Body<'/api/v1/organisations/{organisation_id}/members', 'post'>
/** What the department does with one press. */
export type Move = 'receive_paper' | 'refuse' | 'suspend' | 'resume'

const REFRESH = { refresh: [['organisations'], ['tasks']] }
const at = (organisation_id: string) => ({ path: { organisation_id } })

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
  })

export const useApply = () =>
  useCommand((body: Application, intent) => answer(api.POST('/api/v1/organisations', { body, headers: intent })))

export const useMove = () =>
  useCommand(
    ({ id, action }: { id: string; action: Move }, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/{action}', { params: { path: { organisation_id: id, action } }, headers: intent })),
    REFRESH,
  )

export const useAllot = (id: () => string) =>
  useCommand(
    (body: Body<'/api/v1/organisations/{organisation_id}/allot', 'post'>, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/allot', { params: at(id()), body, headers: intent })),
    REFRESH,
  )

export const useMembers = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['organisations', id(), 'members']),
    queryFn: () => answer(api.GET('/api/v1/organisations/{organisation_id}/members', { params: at(id()) })),
    enabled: computed(() => id() !== ''),
  })

export const useAddMember = (id: () => string) =>
  useCommand(
    (body: NewMember, intent) =>
      answer(api.POST('/api/v1/organisations/{organisation_id}/members', { params: at(id()), body, headers: intent })),
    REFRESH,
  )

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
