import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Team = Answer<'/api/v1/teams/{team_id}', 'get'>
export type TeamCard = Answer<'/api/v1/teams/mine', 'get'>['items'][number]
export type Filler = Answer<'/api/v1/teams/{team_id}/gaps', 'get'>['suggestions'][number]
export type Member = Team['members'][number]
type NewTeam = Body<'/api/v1/teams', 'post'>
type TeamPatch = Body<'/api/v1/teams/{team_id}', 'patch'>

const REFRESH = { refresh: [['teams'], ['tasks'], ['matches'], ['demands']] }
const SERVING = { refresh: [...REFRESH.refresh, ['engagements'], ['places']] }
const at = (team_id: string) => ({ params: { path: { team_id } } })

export const useTeams = (offset: () => number) =>
  useQuery({
    queryKey: computed(() => ['teams', 'list', offset()]),
    queryFn: () => answer(api.GET('/api/v1/teams/mine', { params: { query: { offset: offset() } } })),
    placeholderData: keepPreviousData,
  })

export const useTeam = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['teams', id()]), queryFn: () => answer(api.GET('/api/v1/teams/{team_id}', at(id()))) })

export const useTeamDemand = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['demands', id()]),
    queryFn: () => answer(api.GET('/api/v1/demands/{demand_id}', { params: { path: { demand_id: id() } } })),
    enabled: computed(() => id() !== ''),
  })

/** What the team lacks for its demand, and who would bring it: for its leader. */
export const useTeamGaps = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['teams', id(), 'gaps']), queryFn: () => answer(api.GET('/api/v1/teams/{team_id}/gaps', at(id()))) })

/** Library experts with a free place, to be invited. */
export const useLibrary = (q: () => string) =>
  useQuery({
    queryKey: computed(() => ['experts', 'for-team', q()]),
    queryFn: () => answer(api.GET('/api/v1/experts', { params: { query: { q: q(), available: true, limit: 20 } } })),
    placeholderData: keepPreviousData,
  })

export const useStartTeam = () => useCommand((body: NewTeam, intent) => answer(api.POST('/api/v1/teams', { body, headers: intent })), REFRESH)
export const useEditTeam = () =>
  useCommand(({ id, version, body }: { id: string; version: number; body: TeamPatch }) => answer(api.PATCH('/api/v1/teams/{team_id}', { ...at(id), body, headers: ifMatch(version) })), REFRESH)
export const useInviteMember = () =>
  useCommand(
    ({ id, expert_id, message }: { id: string; expert_id: string; message: string }, intent) => answer(api.POST('/api/v1/teams/{team_id}/members', { ...at(id), body: { expert_id, message }, headers: intent })),
    REFRESH,
  )
/** Asks somebody to fill a free seat while the team serves. */
export const useAskReplacement = () =>
  useCommand(
    ({ id, expert_id, message }: { id: string; expert_id: string; message: string }, intent) => answer(api.POST('/api/v1/teams/{team_id}/replacements', { ...at(id), body: { expert_id, message }, headers: intent })),
    SERVING,
  )
export const useJoinTeam = () =>
  useCommand(({ id, roster_version }: { id: string; roster_version: number }, intent) => answer(api.POST('/api/v1/teams/{team_id}/join', { ...at(id), body: { roster_version }, headers: intent })), SERVING)
export const useLeaveTeam = () =>
  useCommand(({ id, ...body }: { id: string } & Body<'/api/v1/teams/{team_id}/leave', 'post'>, intent) => answer(api.POST('/api/v1/teams/{team_id}/leave', { ...at(id), body, headers: intent })), SERVING)
export const useRemoveMember = () =>
  useCommand(
    ({ id, expert_id }: { id: string; expert_id: string }, intent) =>
      answer(api.POST('/api/v1/teams/{team_id}/members/{expert_id}/remove', { params: { path: { team_id: id, expert_id } }, headers: intent })),
    REFRESH,
  )
export const useAnswerTeam = () =>
  useCommand(
    ({ id, ...body }: { id: string } & Body<'/api/v1/teams/{team_id}/answer', 'post'>, intent) => answer(api.POST('/api/v1/teams/{team_id}/answer', { ...at(id), body, headers: intent })),
    REFRESH,
  )
export const useCompleteTeam = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/teams/{team_id}/complete', { ...at(id), headers: intent })), REFRESH)
export const useDissolveTeam = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/teams/{team_id}/dissolve', { ...at(id), headers: intent })), REFRESH)
