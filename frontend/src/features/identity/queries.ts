import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export const useSignUp = () =>
  useCommand((body: Body<'/api/v1/accounts', 'post'>, intent) => answer(api.POST('/api/v1/accounts', { body, headers: intent })))

export const useChangePassword = () =>
  useCommand((body: Body<'/api/v1/me/password', 'put'>) => answer(api.PUT('/api/v1/me/password', { body })))

/** The demo province's accounts; none on a real installation. */
export const useDemoAccounts = () =>
  useQuery({ queryKey: ['demo-accounts'], queryFn: () => answer(api.GET('/api/v1/demo-accounts')), staleTime: Infinity })

export type Interest = Answer<'/api/v1/me/interests', 'get'>[number]
export type NewInterest = Body<'/api/v1/me/interests', 'post'>
const DECLARED = { refresh: [['me', 'interests'], ['reviews'], ['tasks']] }

/** What keeps me from reviewing. */
export const useInterests = () => useQuery({ queryKey: ['me', 'interests'], queryFn: () => answer(api.GET('/api/v1/me/interests')) })

export const useDeclareInterest = () =>
  useCommand((body: NewInterest, intent) => answer(api.POST('/api/v1/me/interests', { body, headers: intent })), DECLARED)

export const useWithdrawInterest = () =>
  useCommand(
    (interest_id: string, intent) => answer(api.POST('/api/v1/me/interests/{interest_id}/withdraw', { params: { path: { interest_id } }, headers: intent })),
    DECLARED,
  )


/** What an activation link offers; its secret travels in a header, never in an address. */
export const useInvitation = (link: () => string) =>
  useQuery({
    queryKey: computed(() => ['invitation', link()]),
    queryFn: () => answer(api.GET('/api/v1/invitation', { params: { header: { 'Tepai-Link': link() } } })),
    enabled: computed(() => link() !== ''),
    retry: false,
    staleTime: Infinity,
  })

export const useAccept = () =>
  useCommand(({ link, password }: { link: string; password: string }) => answer(api.POST('/api/v1/invitation/accept', { params: { header: { 'Tepai-Link': link } }, body: { password } })))
