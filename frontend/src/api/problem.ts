/** One fault, tied to a field of the request body by a JSON pointer. */
export interface FieldFault {
  pointer: string
  message: string
}

/** RFC 9457 as our server sends it; `rule` names the business rule that refused. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  rule?: string | null
  clause?: string | null
  errors?: FieldFault[]
  facts?: Record<string, unknown>
}

/** Any failed request. `status` 0 means that no answer arrived. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  /** True when it is unknown whether the server acted: the same request may be sent again. */
  get unanswered(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'status' in value
}

/** Whatever was thrown, as a problem; title and detail stay empty where the screen must find words. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  if (isProblem(thrown)) return thrown
  return { type: 'about:blank', title: '', status: 0, detail: '' }
}

export interface Reply<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of a client call, or a ProblemError. Network failures arrive as status 0. */
export async function answer<T>(call: Promise<Reply<T>>): Promise<T> {
  let reply: Reply<T>
  try {
    reply = await call
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw new ProblemError(toProblem(thrown))
  }
  if (reply.response.ok) return reply.data as T
  const { status } = reply.response
  throw new ProblemError(isProblem(reply.error) ? reply.error : { type: 'about:blank', title: '', status, detail: '' })
}
