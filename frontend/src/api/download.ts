import { answer, type Reply } from './problem'

/** The name the server gave the file. */
function nameOf(response: Response): string {
  const named = /filename\*=utf-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')
  return named?.[1] ? decodeURIComponent(named[1]) : 'download'
}

/** Saves the file a call answers with (`parseAs: 'blob'`): the token is in a header, so no plain link can. */
export async function saveFile(call: Promise<Reply<Blob>>): Promise<void> {
  let response: Response | undefined
  const blob = await answer(
    call.then((reply) => {
      response = reply.response
      return reply
    }),
  )
  if (!response) return
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = nameOf(response)
  link.click()
  // Browsers begin to read at once, but not all within the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
