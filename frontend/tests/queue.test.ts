import { describe, expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import { mayAgain, saidOf, useFileQueue } from '@/ui/files/queue'

const words = () => ({ empty: 'empty', large: 'large' })
const paper = (name: string): File => new File(['%PDF'], name)
const refusal = (status: number): ProblemError =>
  new ProblemError({ type: 'about:blank', title: '', status, detail: 'no', errors: [{ pointer: '/file', message: 'no code' }] })

describe('useFileQueue', () => {
  it('sends one file after the other, and goes on after a refusal', async () => {
    const sent: string[] = []
    let open = 0
    const queue = useFileQueue(async ({ name }) => {
      open += 1
      expect(open).toBe(1)
      await Promise.resolve()
      open -= 1
      sent.push(name)
      if (name === 'b') throw refusal(422)
      return name
    }, words)
    queue.add([paper('a'), paper('b'), paper('c')])
    await Promise.all([queue.run(), queue.run()])
    expect(sent).toEqual(['a', 'b', 'c'])
    expect(queue.rows.value.map(({ state, out }) => [state, out])).toEqual([
      ['done', 'a'],
      ['failed', null],
      ['done', 'c'],
    ])
    expect(saidOf(queue.rows.value[1]?.problem ?? null)).toBe('no code')
  })

  it('sends no empty file, and takes up what is added meanwhile', async () => {
    const sent: string[] = []
    const queue = useFileQueue(async ({ name }) => {
      if (sent.push(name) === 1) queue.add([paper('late')])
      return Promise.resolve(name)
    }, words)
    queue.add([new File([], 'nothing'), paper('a')])
    await queue.run()
    expect(sent).toEqual(['a', 'late'])
    expect(saidOf(queue.rows.value[0]?.problem ?? null)).toBe('empty')
  })

  it('sends again what was not answered', async () => {
    let lost = true
    const queue = useFileQueue(async () => {
      if (lost) throw refusal(0)
      return Promise.resolve('read')
    }, words)
    queue.add([paper('a')])
    await queue.run()
    const [row] = queue.rows.value
    if (!row?.problem) throw new Error('the loss was not told')
    expect(mayAgain(row.problem)).toBe(true)
    expect(mayAgain(refusal(422).problem)).toBe(false)
    lost = false
    await queue.retry(row)
    expect(row.out).toBe('read')
  })
})
