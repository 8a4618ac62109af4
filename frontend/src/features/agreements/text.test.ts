import { describe, expect, it } from 'vitest'
import { changesBetween, layOut } from './text'

const WIDE = '\u3000'
const lines = (revision: number, pay: string, extra: string): string[] => [
  '科技特派员派驻服务协议书',
  `协议编号：XY2026-1（第 ${revision} 稿）`,
  '',
  '甲方（企业）：甲公司',
  '',
  '第五条_报酬与费用',
  `5.1_${pay}`,
  '5.2_差旅费另定。',
  '',
  '第六条_知识产权',
  '6.1_双方共有。',
  '',
  ...(extra ? ['第七条_其他约定', `7.1_${extra}`, ''] : []),
  '甲方（盖章）：甲公司',
  '',
]
const text = (revision: number, pay: string, extra = ''): string => lines(revision, pay, extra).join('\n').replaceAll('_', WIDE)

describe('the text of an agreement', () => {
  it('is laid out whole, with the numbers apart', () => {
    const { title, blocks } = layOut(text(1, '一次总付。'))
    expect(title).toBe('科技特派员派驻服务协议书')
    expect(blocks.map(({ heading }) => heading)).toEqual(['', '', `第五条${WIDE}报酬与费用`, `第六条${WIDE}知识产权`, ''])
    expect(blocks[2]?.lines).toEqual([
      { mark: '5.1', text: '一次总付。' },
      { mark: '5.2', text: '差旅费另定。' },
    ])
  })
})

describe('changes between revisions', () => {
  it('name the clause and the words, not the number of the revision', () => {
    expect(changesBetween(text(1, '签约付三成。'), text(2, '签约付五成。'))).toEqual([
      { clause: `第五条${WIDE}报酬与费用`, before: `5.1${WIDE}签约付`, gone: '三', added: '五', after: '成。' },
    ])
  })

  it('show a clause that is new', () => {
    const changes = changesBetween(text(1, '一次总付。'), text(2, '一次总付。', '每月开会一次。'))
    expect(changes.map(({ added }) => added)).toEqual([`第七条${WIDE}其他约定`, `7.1${WIDE}每月开会一次。`])
    expect(changes.every(({ clause, gone }) => clause === `第七条${WIDE}其他约定` && gone === '')).toBe(true)
  })

  it('show a clause that went away', () => {
    const changes = changesBetween(text(1, '一次总付。', '每月开会一次。'), text(2, '一次总付。'))
    expect(changes.map(({ gone }) => gone)).toEqual([`第七条${WIDE}其他约定`, `7.1${WIDE}每月开会一次。`])
  })

  it('are none for the same words', () => {
    expect(changesBetween(text(1, '一次总付。'), text(2, '一次总付。'))).toEqual([])
  })
})
