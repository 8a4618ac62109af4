import { toProblem, type Problem } from '@/api/problem'

/** Words for what went wrong: the server's own, ours where no answer or no words came. */
export function problemText(thrown: unknown, t: (key: string) => string): Problem {
  const problem = toProblem(thrown)
  if (problem.status === 401) return { ...problem, title: t('ui.problem.not_signed_in') }
  if (problem.detail) return problem
  const kind = problem.status === 0 ? 'offline' : problem.status === 404 ? 'missing' : 'server'
  return { ...problem, title: t(`ui.problem.${kind}.title`), detail: t(`ui.problem.${kind}.detail`) }
}
