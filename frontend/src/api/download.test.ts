import { afterEach, expect, it, vi } from 'vitest'
import { download } from './download'
import { ProblemError } from './problem'

afterEach(() => vi.unstubAllGlobals())

function answering(body: BodyInit, init: ResponseInit): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, init)))
}

it('reads the name and tells how much has arrived', async () => {
  answering('abc', { headers: { 'Content-Length': '3', 'Content-Disposition': "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95.xlsx" } })
  const told: (number | null)[] = []
  const file = await download('/x', { method: 'POST' }, (progress) => told.push(progress))
  expect(file.name).toBe('名单.xlsx')
  expect(file.content.size).toBe(3)
  expect(told.at(-1)).toBe(1)
})

it('rejects with the words of the server', async () => {
  answering(JSON.stringify({ type: 't', title: '不行', status: 409, detail: '请缩小范围' }), { status: 409 })
  await expect(download('/x', {})).rejects.toThrow('请缩小范围')
})

it('has a problem for an answer without words', async () => {
  answering('<html>', { status: 502 })
  await expect(download('/x', {})).rejects.toBeInstanceOf(ProblemError)
})
