import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Body } from '@/api/contract'
import { answer } from '@/api/problem'

export const useSignUp = () =>
  useCommand((body: Body<'/api/v1/accounts', 'post'>, intent) => answer(api.POST('/api/v1/accounts', { body, headers: intent })))

export const useChangePassword = () =>
  useCommand((body: Body<'/api/v1/me/password', 'put'>) => answer(api.PUT('/api/v1/me/password', { body })))

/** The demo province's accounts; none on a real installation. */
export const useDemoAccounts = () =>
  useQuery({ queryKey: ['demo-accounts'], queryFn: () => answer(api.GET('/api/v1/demo-accounts')), staleTime: Infinity })
