import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import { useCommand } from '@/api/command'
import type { Answer, Body, Filter } from '@/api/contract'
import { answer } from '@/api/problem'

export type Finding = Body<'/api/v1/integrity/findings', 'post'>
export type Effects = Answer<'/api/v1/integrity/findings/{record_id}/confirm', 'post'>
export type ReportCard = Answer<'/api/v1/integrity/reports', 'get'>['items'][number]
export type Report = Answer<'/api/v1/integrity/reports/{report_id}', 'get'>
export type ReportStatus = Answer<'/api/v1/integrity/public-reports/status', 'post'>
export type VisitorReport = Answer<'/api/v1/integrity/public-reports', 'post'>
export type OwnRecord = Answer<'/api/v1/integrity/mine', 'get'>[number]
export type Imported = Answer<'/api/v1/integrity/imports', 'post'>
export type ImportCard = Answer<'/api/v1/integrity/imports', 'get'>['items'][number]
export type Subject = 'experts' | 'enterprises'

const EVERYTHING = { refresh: [['credit-records'], ['credit-standing'], ['reports'], ['experts'], ['enterprises'], ['matches'], ['demands'], ['teams'], ['engagements'], ['tasks']] }
const DESK = { refresh: [['reports'], ['tasks']] }
const one = (report_id: string) => ({ params: { path: { report_id } } })

export const useReports = (asked: () => Filter<'/api/v1/integrity/reports', 'get'>) =>
  useQuery({
    queryKey: computed(() => ['reports', 'list', asked()]),
    queryFn: () => answer(api.GET('/api/v1/integrity/reports', { params: { query: asked() } })),
    placeholderData: (before) => before,
  })

export const useReport = (id: () => string) =>
  useQuery({ queryKey: computed(() => ['reports', id()]), queryFn: () => answer(api.GET('/api/v1/integrity/reports/{report_id}', one(id()))) })

export const useMyReports = () => useQuery({ queryKey: ['reports', 'mine'], queryFn: () => answer(api.GET('/api/v1/integrity/reports/mine')) })

export const useSendReport = () =>
  useCommand((body: Body<'/api/v1/integrity/reports', 'post'>, intent) => answer(api.POST('/api/v1/integrity/reports', { body, headers: intent })), DESK)

/** What tells two files apart for the key of a request. */
const mark = (files: readonly File[]): string => files.map(({ name, size, lastModified }) => `${name}:${size}:${lastModified}`).join()

/** As a visitor: fields and files in one form. */
export function useSendVisitorReport() {
  const send = useCommand(({ fields, files }: { fields: Record<string, string>; files: File[]; mark: string }, intent) => {
    const form = new FormData()
    for (const [key, value] of Object.entries(fields)) form.append(key, value)
    for (const file of files) form.append('files', file)
    return answer(api.POST('/api/v1/integrity/public-reports', { body: form as unknown as Body<'/api/v1/integrity/public-reports', 'post'>, headers: intent }))
  })
  return (fields: Record<string, string>, files: File[]) => send.mutateAsync({ fields, files, mark: mark(files) })
}

export const useAskStatus = () =>
  useMutation({ mutationFn: (body: { number: string; code: string }) => answer(api.POST('/api/v1/integrity/public-reports/status', { body })) })

export const useLookInto = () => useCommand((id: string, intent) => answer(api.POST('/api/v1/integrity/reports/{report_id}/look-into', { ...one(id), headers: intent })), DESK)

export const useNote = () =>
  useCommand(({ id, note }: { id: string; note: string }, intent) => answer(api.POST('/api/v1/integrity/reports/{report_id}/note', { ...one(id), body: { note }, headers: intent })), DESK)

export const useDismissReport = () =>
  useCommand(({ id, reason }: { id: string; reason: string }, intent) => answer(api.POST('/api/v1/integrity/reports/{report_id}/dismiss', { ...one(id), body: { reason }, headers: intent })), DESK)

export const useRevealReporter = () =>
  useCommand(({ id, reason }: { id: string; reason: string }) => answer(api.POST('/api/v1/integrity/reports/{report_id}/reveal', { ...one(id), body: { reason } })), DESK)

export const useFinding = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['credit-records', id()]),
    queryFn: () => answer(api.GET('/api/v1/integrity/findings/{record_id}', { params: { path: { record_id: id() } } })),
  })

export const useProposeFinding = () =>
  useCommand((body: Finding, intent) => answer(api.POST('/api/v1/integrity/findings', { body, headers: intent })), { refresh: [['credit-records'], ['reports'], ['tasks']] })

/** Takes the qualification away and ends what is open: nearly everything on screen may change. */
export const useConfirmFinding = () =>
  useCommand(
    (record_id: string, intent) => answer(api.POST('/api/v1/integrity/findings/{record_id}/confirm', { params: { path: { record_id } }, headers: intent })),
    EVERYTHING,
  )

export const useMine = () => useQuery({ queryKey: ['my-integrity'], queryFn: () => answer(api.GET('/api/v1/integrity/mine')) })

export const useAppeal = () =>
  useCommand(
    ({ id, ...body }: Body<'/api/v1/integrity/findings/{record_id}/appeal', 'post'> & { id: string }, intent) =>
      answer(api.POST('/api/v1/integrity/findings/{record_id}/appeal', { params: { path: { record_id: id } }, body, headers: intent })),
    { refresh: [['my-integrity'], ['tasks']] },
  )

export const useImports = () => useQuery({ queryKey: ['credit-records', 'imports'], queryFn: () => answer(api.GET('/api/v1/integrity/imports')) })

export function useRunImport() {
  const send = useCommand(
    ({ source, file, dry_run }: { source: string; file: File; dry_run: boolean; mark: string }, intent) => {
      const form = new FormData()
      form.append('source', source)
      form.append('dry_run', String(dry_run))
      form.append('file', file)
      return answer(api.POST('/api/v1/integrity/imports', { body: form as unknown as Body<'/api/v1/integrity/imports', 'post'>, headers: intent }))
    },
    { refresh: [['credit-records'], ['tasks']] },
  )
  return (source: string, file: File, dry_run: boolean) => send.mutateAsync({ source, file, dry_run, mark: mark([file]) })
}

export const useConfirmImport = () =>
  useCommand((id: string, intent) => answer(api.POST('/api/v1/integrity/imports/{import_id}/confirm', { params: { path: { import_id: id } }, headers: intent })), EVERYTHING)
