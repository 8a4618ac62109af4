import { useMutation, useQueryClient, type QueryKey } from '@tanstack/vue-query'
import { randomKey } from './keys'
import { ProblemError } from './problem'

/** Headers to pass along with the request. */
export type Intent = Record<'Idempotency-Key', string>

/** One thing a person wants done, however often it has to be sent. */
export function newIntent(): Intent {
  return { 'Idempotency-Key': randomKey() }
}

/**
 * Gives the same intent again while the same input has not been answered (lost connection, 5xx),
 * so that pressing the button twice does the thing once; a new one after an answer or other input.
 */
export function intentKeeper(): { take: (input: unknown) => Intent; settle: (error: unknown) => void } {
  let kept: { intent: Intent; input: string } | null = null
  return {
    take(input) {
      const text = JSON.stringify(input ?? null)
      if (kept?.input !== text) kept = { intent: newIntent(), input: text }
      return kept.intent
    },
    settle(error) {
      if (!(error instanceof ProblemError) || !error.unanswered) kept = null
    },
  }
}

interface CommandOptions<Out, In> {
  /** Queries whose answers this changes, by the beginning of their key. */
  refresh?: QueryKey[]
  done?: (out: Out, input: In) => void
}

/** A mutation that carries its Idempotency-Key and refreshes what it changed. */
export function useCommand<Out, In = void>(
  send: (input: In, intent: Intent) => Promise<Out>,
  options: CommandOptions<Out, In> = {},
) {
  const cache = useQueryClient()
  const keeper = intentKeeper()
  return useMutation<Out, ProblemError, In>({
    // Without a connection say so at once, rather than wait for it behind a button that is busy.
    networkMode: 'always',
    mutationFn: (input) => send(input, keeper.take(input)),
    onSettled: (_out, error) => keeper.settle(error),
    onSuccess: async (out, input) => {
      await Promise.all((options.refresh ?? []).map((queryKey) => cache.invalidateQueries({ queryKey })))
      options.done?.(out, input)
    },
  })
}
