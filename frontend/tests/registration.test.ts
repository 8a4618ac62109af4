import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { ProblemError } from '@/api/problem'
import type { AnswerPart } from '@/ui/answers'
import { useSectionDraft, type DraftRecord } from '@/ui/registration/section-draft'
import { faultsOf, progressOf } from '@/ui/registration/sections'
import { rebind, shortcuts, standardKeys } from '@/ui/review/bindings'
import { useKeys } from '@/ui/review/keys'

const PART: AnswerPart = { key: 'field', fields: [{ name: 'keywords' }, { name: 'summary' }] }
const WORDS = { reasons: '请修改', incomplete: '没有填好' }
interface Section {
  keywords: string[]
  summary: string | null
}
type Save = (changes: Section, version: number) => Promise<DraftRecord<unknown>>

function section(record: DraftRecord<Partial<Section>>, save: Save, reasons: { pointer: string; message: string }[] = []) {
  let made: ReturnType<typeof useSectionDraft<Section>> | undefined
  const wrapper = mount(
    defineComponent({
      setup() {
        made = useSectionDraft<Section>({ key: 'expert:1:field', blank: { keywords: [], summary: null }, record, reasons, save, words: WORDS })
        return () => h('p')
      },
    }),
  )
  return { wrapper, ...made! }
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

describe('a section of a registration', () => {
  it('is done only when it holds something and lacks nothing', () => {
    const missing = [{ pointer: '/keywords/0', message: '太短' }]
    expect(progressOf(PART, { keywords: [] }, [])).toBe('todo')
    expect(progressOf(PART, { keywords: ['铜'] }, missing)).toBe('doing')
    expect(progressOf(PART, { keywords: ['铜合金'] }, [])).toBe('done')
    expect(faultsOf(['summary'], missing)).toEqual([])
  })

  it('saves what was typed with the version it last got, blanks as no answer', async () => {
    const save = vi.fn<Save>((_changes, version) => Promise.resolve({ version: version + 1, draft: {}, missing: [] }))
    const { form } = section({ version: 3, draft: { summary: '旧' }, missing: [] }, save)
    form.values.summary = ''
    await vi.advanceTimersByTimeAsync(800)
    form.values.keywords = ['铜合金']
    await vi.advanceTimersByTimeAsync(800)
    expect(save.mock.calls).toEqual([
      [{ keywords: [], summary: null }, 3],
      [{ keywords: ['铜合金'], summary: null }, 4],
    ])
  })

  it('tells all faults of its own fields when going on, and lets go on later', async () => {
    const missing = [{ pointer: '/summary', message: '请填写' }, { pointer: '/phone', message: '别处的' }]
    const { form, told } = section({ version: 1, draft: {}, missing }, vi.fn())
    expect(await form.submit()).toBe(false)
    expect(form.faults.value).toEqual([{ name: 'summary', message: '请填写' }])
    expect(told.value).toBe(true)
  })

  it('shows at the fields what a reviewer asked to change', () => {
    const { form } = section({ version: 1, draft: {}, missing: [] }, vi.fn(), [{ pointer: '/summary', message: '写明指标' }])
    expect(form.errorOf('summary')).toBe('写明指标')
  })

  it('brings back what an earlier visit could not send', () => {
    localStorage.setItem('tepai.draft.expert:1:field', JSON.stringify({ keywords: ['钨'], summary: '没有存上' }))
    const { form, restored } = section({ version: 1, draft: { summary: '旧' }, missing: [] }, vi.fn())
    expect(form.values).toEqual({ keywords: ['钨'], summary: '没有存上' })
    expect(restored.value).toBe(true)
  })

  it('never overwrites another window unasked; then sends mine', async () => {
    const stale = new ProblemError({ type: 'about:blank', title: '已有修改', status: 412, detail: '已有修改' })
    const save = vi.fn<Save>().mockRejectedValueOnce(stale).mockResolvedValue({ version: 10, draft: {}, missing: [] })
    const section1 = section({ version: 1, draft: {}, missing: [] }, save)
    section1.form.values.summary = '我写的'
    await vi.advanceTimersByTimeAsync(800)
    expect(section1.stale.value).toBe(true)
    expect(save).toHaveBeenCalledTimes(1)
    await section1.keepMine({ version: 9, draft: {}, missing: [] })
    expect(save).toHaveBeenLastCalledWith({ keywords: [], summary: '我写的' }, 9)
    expect(section1.stale.value).toBe(false)
  })
})

describe('shortcuts of the desk', () => {
  it('are silent while somebody types, can be moved and switched off', async () => {
    const approve = vi.fn()
    const wrapper = mount(
      defineComponent({
        setup() {
          useKeys({ approve })
          return () => h('div', [h('textarea'), h('input', { type: 'checkbox' })])
        },
      }),
      { attachTo: document.body },
    )
    await wrapper.find('textarea').trigger('keydown', { key: 'a' })
    await wrapper.trigger('keydown', { key: 'a', ctrlKey: true })
    expect(approve).not.toHaveBeenCalled()
    await wrapper.find('input').trigger('keydown', { key: 'a' })
    expect(approve).toHaveBeenCalledOnce()
    expect(rebind('approve', 'j')).toBe(false)
    expect(rebind('approve', 'Y')).toBe(true)
    await wrapper.trigger('keydown', { key: 'a' })
    await wrapper.trigger('keydown', { key: 'y' })
    expect(approve).toHaveBeenCalledTimes(2)
    shortcuts.value = false
    await wrapper.trigger('keydown', { key: 'y' })
    expect(approve).toHaveBeenCalledTimes(2)
    shortcuts.value = true
    standardKeys()
    wrapper.unmount()
    await flushPromises()
  })
})
