import { useMutation } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { newIntent } from '@/api/command'
import type { Answer, Body } from '@/api/contract'
import { answer } from '@/api/problem'

export type Evidence = Answer<'/api/v1/attachments', 'post'>

/** Keeps a file as a draft of mine; whatever is sent with its id takes it up. */
export const useUpload = () =>
  useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.append('file', file)
      return answer(api.POST('/api/v1/attachments', { body: form as unknown as Body<'/api/v1/attachments', 'post'>, headers: newIntent() }))
    },
  })

/** A file to save: asked for with the session, so that it needs no open address. */
export async function download(id: string, filename: string): Promise<void> {
  const blob = (await answer(api.GET('/api/v1/attachments/{id}', { params: { path: { id } }, parseAs: 'blob' }))) as unknown as Blob
  saveFile(blob, filename)
}

export function saveFile(blob: Blob, filename: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = filename
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
