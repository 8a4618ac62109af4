import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/app/i18n'
import { localPath } from '@/app/router'
import ActionBar from '@/ui/ActionBar.vue'
import { daysFromNow, longDate, relativeDay } from '@/ui/dates'
import { toneOf } from '@/ui/tones'

const global = { plugins: [i18n] }

describe('ActionBar', () => {
  it('shows why something cannot be done, with the rule', async () => {
    let done = 0
    const view = mount(ActionBar, {
      global,
      props: {
        actions: [
          { action: 'accept', label: '接受', enabled: true, reason: '', rule: null },
          { action: 'sign', label: '签署', enabled: false, reason: '已服务三家企业', rule: 'CAP-01' },
          { action: 'unplanned', label: '别的', enabled: true, reason: '', rule: null },
        ],
        plans: { accept: { run: () => (done += 1) }, sign: { run: () => undefined } },
      },
    })
    const [accept, sign] = view.findAll('button')
    expect(view.findAll('button')).toHaveLength(2)
    expect(sign!.attributes('disabled')).toBeDefined()
    expect(view.text()).toContain('已服务三家企业')
    expect(view.text()).toContain('CAP-01')
    await accept!.trigger('click')
    expect(done).toBe(1)
  })
})

describe('dates', () => {
  it('count calendar days in China, whatever the zone of the reader', () => {
    const now = new Date('2026-11-23T15:50:00Z') // 23:50 in China
    expect(daysFromNow(new Date('2026-11-23T16:10:00Z'), now)).toBe(1)
    expect(relativeDay(new Date('2026-11-20T01:00:00+08:00'), 'zh-CN', now)).toBe('3天前')
    expect(longDate(now, 'zh-CN')).toBe('2026年11月23日')
  })
})

it('leads nowhere outside after signing in', () => {
  expect(['/demands?q=1', '//evil.example', '/\\evil', 'https://evil.example', undefined].map(localPath)).toEqual(['/demands?q=1', '/', '/', '/', '/'])
})

it.each([
  ['draft', 'info'],
  ['pending', 'wait'],
  ['under_review', 'wait'],
  ['partly_signed', 'wait'],
  ['end_proposed', 'wait'],
  ['returned', 'alert'],
  ['published', 'good'],
  ['in_service', 'good'],
  ['signed', 'good'],
  ['rejected', 'bad'],
  ['withdrawn', 'quiet'],
  ['ended', 'quiet'],
])('reads the state %s as %s', (state, tone) => {
  expect(toneOf(state)).toBe(tone)
})
