import { authorisedFetch, ownHeaders, regained } from './auth'
import type { Answer } from './contract'
import { ProblemError, toProblem, type Problem } from './problem'

export type Attachment = Answer<'/api/v1/attachments', 'post'>

interface Sending {
  /** The same for every attempt to send the same file, so that it is kept once. */
  key: string
  /** From 0 to 1. */
  onProgress: (share: number) => void
  signal: AbortSignal
}

interface Reply {
  status: number
  text: string
}

// XMLHttpRequest, because fetch does not tell how far a body has gone.
function post(file: File, headers: Record<string, string>, { onProgress, signal }: Sending): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file)
    request.open('POST', '/api/v1/attachments')
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () => resolve({ status: request.status, text: request.responseText })
    request.onerror = () => reject(new ProblemError(toProblem(null)))
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Sends one file, telling how far it is. Rejects with the server's problem, or AbortError. */
export async function uploadFile(file: File, sending: Sending): Promise<Attachment> {
  const once = async (): Promise<[Reply, Record<string, string>]> => {
    const headers = { ...ownHeaders(), 'Idempotency-Key': sending.key }
    return [await post(file, headers, sending), headers]
  }
  const [first, used] = await once()
  const [reply] = first.status === 401 && (await regained(used)) ? await once() : [first]
  const answer = parsed(reply.text)
  if (reply.status === 201) return answer as Attachment
  throw new ProblemError(answer ? (answer as Problem) : { type: 'about:blank', title: '', status: reply.status, detail: '' })
}

/** Reads a file of the API as the person signed in. Rejects with the server's problem. */
export async function readFile(link: string): Promise<Blob> {
  let reply: Response
  try {
    reply = await authorisedFetch(new Request(new URL(link, window.location.origin)))
  } catch (thrown) {
    throw new ProblemError(toProblem(thrown))
  }
  if (reply.ok) return reply.blob()
  throw new ProblemError(toProblem(parsed(await reply.text())))
}

/** Hands a file to the browser to save. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  const address = URL.createObjectURL(content)
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
