import { authorisedFetch } from './auth'
import { answer, ProblemError, toProblem, type Problem, type Reply } from './problem'
import type { paths } from './schema'

/** Every list that can be taken away as a spreadsheet. */
export type ExportPath = Extract<keyof paths, `${string}/export`>

export interface Download {
  name: string
  content: Blob
}

/** How much has arrived, 0 to 1; null while the server is still writing, or does not say. */
export type Progress = number | null

function nameIn(header: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : fallback
}

async function refusal(reply: Response): Promise<ProblemError> {
  const said = (await reply.json().catch(() => null)) as Problem | null
  return new ProblemError(said ?? { type: 'about:blank', title: '', status: reply.status, detail: '' })
}

async function read(reply: Response, tell: (progress: Progress) => void): Promise<Blob> {
  const whole = Number(reply.headers.get('Content-Length'))
  const reader = reply.body?.getReader()
  if (!reader) return reply.blob()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let arrived = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value)
    arrived += next.value.length
    tell(whole ? arrived / whole : null)
  }
  return new Blob(parts, { type: reply.headers.get('Content-Type') ?? '' })
}

/** A file the server answers with; rejects with the server's problem. */
export async function download(path: string, init: RequestInit, tell: (progress: Progress) => void = () => undefined): Promise<Download> {
  let reply: Response
  try {
    reply = await authorisedFetch(new Request(new URL(path, window.location.origin), init))
    if (reply.ok) return { name: nameIn(reply.headers.get('Content-Disposition'), 'tepai.xlsx'), content: await read(reply, tell) }
  } catch (thrown) {
    throw new ProblemError(toProblem(thrown))
  }
  throw await refusal(reply)
}

/** Hands a file to the browser, which saves it where the person keeps downloads. */
export function save({ name, content }: Download): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Browsers read the address a moment after the click.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Saves the file a call answers with (`parseAs: 'blob'`): the token is in a header, so no plain link can. */
export async function saveFile(call: Promise<Reply<Blob>>): Promise<void> {
  let response: Response | undefined
  const content = await answer(
    call.then((reply) => {
      response = reply.response
      return reply
    }),
  )
  if (response) save({ name: nameIn(response.headers.get('Content-Disposition'), 'download'), content })
}
