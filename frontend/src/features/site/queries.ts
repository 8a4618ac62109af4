import { useQuery } from '@tanstack/vue-query'
import { api, ifMatch } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type SiteText = Answer<'/api/v1/site/{key}', 'get'>
export type TextIn = Body<'/api/v1/site/{key}', 'put'>
export const KEYS = ['about', 'contact', 'support'] as const
export type TextKey = (typeof KEYS)[number]

export const useText = (key: TextKey) =>
  useQuery({ queryKey: ['site', key], queryFn: () => answer(api.GET('/api/v1/site/{key}', { params: { path: { key } } })) })

export const useEditText = (key: TextKey) =>
  useCommand(
    ({ body, version }: { body: TextIn; version: number }) =>
      answer(api.PUT('/api/v1/site/{key}', { params: { path: { key } }, body, headers: ifMatch(version) })),
    { refresh: [['site']] },
  )

/** The numbers of the notice in force: they are public. */
export const usePolicy = () => useQuery({ queryKey: ['policies', 'current'], queryFn: () => answer(api.GET('/api/v1/policies/current')), staleTime: Infinity })
