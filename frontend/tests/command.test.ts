import { describe, expect, it } from 'vitest'
import { intentKeeper } from '@/api/command'
import { ProblemError } from '@/api/problem'

const failed = (status: number): ProblemError => new ProblemError({ type: '', title: '', status, detail: '' })

describe('the Idempotency-Key of a command', () => {
  it('stays while it is unknown whether the server acted', () => {
    const keeper = intentKeeper()
    const first = keeper.take({ a: 1 })
    keeper.settle(failed(0))
    expect(keeper.take({ a: 1 })).toEqual(first)
    keeper.settle(failed(503))
    expect(keeper.take({ a: 1 })).toEqual(first)
  })

  it('is new after an answer, after a refusal and for other input', () => {
    const keeper = intentKeeper()
    const first = keeper.take({ a: 1 })
    keeper.settle(null)
    const second = keeper.take({ a: 1 })
    expect(second).not.toEqual(first)
    keeper.settle(failed(409))
    const third = keeper.take({ a: 1 })
    expect(third).not.toEqual(second)
    expect(keeper.take({ a: 2 })).not.toEqual(third)
  })
})
