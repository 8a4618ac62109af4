import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, reactive, type EffectScope } from 'vue'
import { ProblemError } from '@/api/problem'
import { draftsBelongTo, forgetDrafts, useDraft, useLocalCopy } from '@/ui/drafts'

const offline = new ProblemError({ type: '', title: '', status: 0, detail: '' })
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  scope = effectScope()
})

afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

function draft(save: (value: { title: string }) => Promise<unknown>) {
  const values = reactive({ title: '' })
  const kept = scope.run(() => useDraft({ key: 'demand:1', read: () => values, save }))!
  return { values, kept }
}

it('saves once after a pause, and says so only after the server answered', async () => {
  let answer: () => void = () => undefined
  const save = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)))
  const { values, kept } = draft(save)
  values.title = '稻'
  await nextTick()
  values.title = '稻米'
  await nextTick()
  expect(kept.unsent()).toEqual({ title: '稻米' })
  await vi.advanceTimersByTimeAsync(750)
  expect(save).toHaveBeenCalledExactlyOnceWith({ title: '稻米' })
  expect(kept.state.value).toBe('saving')
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(kept.state.value).toBe('saved')
  expect(kept.unsent()).toBeNull()
})

it('keeps the text here while there is no connection, and sends it when it is back', async () => {
  const save = vi.fn(async () => undefined).mockRejectedValueOnce(offline)
  const { values, kept } = draft(save)
  values.title = '茶'
  await nextTick()
  await vi.advanceTimersByTimeAsync(750)
  expect(kept.state.value).toBe('kept-here')
  expect(kept.unsent()).toEqual({ title: '茶' })
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(kept.state.value).toBe('saved')
})

it('does not send back what the server itself put in', async () => {
  const save = vi.fn(async () => undefined)
  const { values, kept } = draft(save)
  kept.fill(() => (values.title = '来自服务器'))
  await nextTick()
  await vi.advanceTimersByTimeAsync(2000)
  expect(save).not.toHaveBeenCalled()
})

it('leaves nothing behind for the next person', async () => {
  const { values, kept } = draft(() => Promise.reject(offline))
  values.title = '茶'
  await nextTick()
  forgetDrafts()
  expect(kept.unsent()).toBeNull()
})

it("keeps one person's copies from the next who signs in", async () => {
  draftsBelongTo('a')
  const { values, kept } = draft(() => Promise.reject(offline))
  values.title = '茶'
  await nextTick()
  draftsBelongTo('a')
  expect(kept.unsent()).toEqual({ title: '茶' })
  draftsBelongTo('b')
  expect(kept.unsent()).toBeNull()
})

describe('a form without a draft on the server', () => {
  it('is there again after a closed tab, and gone once it is sent', async () => {
    const first = reactive({ work: '' })
    const copy = useLocalCopy('service-log:1', first)
    expect(copy.restored).toBe(false)
    first.work = '测了三卷'
    await nextTick()
    const again = reactive({ work: '' })
    const second = useLocalCopy('service-log:1', again)
    expect(again.work).toBe('测了三卷')
    second.forget()
    const later = reactive({ work: '' })
    expect(useLocalCopy('service-log:1', later).restored).toBe(false)
  })
})
