import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { authorisedFetch, onExpired, setMembership, setToken } from '@/api/auth'

const reply = (status: number, body: unknown = {}): Response => new Response(JSON.stringify(body), { status })
const headersOf = (call: unknown): Headers => (call as [Request])[0].headers

let server: ReturnType<typeof vi.fn>
let valid: string

beforeEach(() => {
  valid = 'new'
  server = vi.fn(async (target: Request | string) => {
    if (target === '/api/v1/session/refresh') return reply(200, { access_token: 'new' })
    return (target as Request).headers.get('Authorization') === `Bearer ${valid}` ? reply(200) : reply(401)
  })
  vi.stubGlobal('fetch', server)
  setToken('old')
})

afterEach(() => {
  setToken(null)
  setMembership(null)
  onExpired(null)
  vi.unstubAllGlobals()
})

const request = (init?: RequestInit): Request => new Request('http://localhost:8000/api/v1/demands', init)

describe('an expired token', () => {
  it('is renewed once for all waiting requests', async () => {
    const replies = await Promise.all([authorisedFetch(request()), authorisedFetch(request()), authorisedFetch(request())])
    expect(replies.map((one) => one.status)).toEqual([200, 200, 200])
    const renewals = server.mock.calls.filter(([target]) => target === '/api/v1/session/refresh')
    expect(renewals).toHaveLength(1)
  })

  it('repeats a POST with the same body and the same Idempotency-Key', async () => {
    await authorisedFetch(request({ method: 'POST', body: '{"title":"稻米"}' }))
    const sent = server.mock.calls.filter(([target]) => target instanceof Request)
    expect(sent).toHaveLength(2)
    const keys = sent.map((call) => headersOf(call).get('Idempotency-Key'))
    expect(keys[0]).toBeTruthy()
    expect(keys[0]).toBe(keys[1])
    expect(await (sent[1]![0] as Request).text()).toBe('{"title":"稻米"}')
  })

  it('asks to sign in again when it cannot be renewed, then goes on', async () => {
    server.mockImplementation(async (target: Request | string) => {
      if (typeof target === 'string') return reply(401)
      return target.headers.get('Authorization') === 'Bearer again' ? reply(200) : reply(401)
    })
    onExpired(async () => {
      setToken('again')
      return true
    })
    expect((await authorisedFetch(request())).status).toBe(200)
  })

  it('hands the 401 on when nobody signs in again', async () => {
    server.mockImplementation(async () => reply(401))
    onExpired(async () => false)
    expect((await authorisedFetch(request())).status).toBe(401)
  })
})

it('sends the chosen membership along', async () => {
  setToken('new')
  setMembership('m-1')
  await authorisedFetch(request())
  expect(headersOf(server.mock.calls[0]).get('Tepai-Membership')).toBe('m-1')
})

it('does not renew because of a wrong password', async () => {
  const signIn = new Request('http://localhost:8000/api/v1/session', { method: 'POST' })
  expect((await authorisedFetch(signIn)).status).toBe(401)
  expect(server).toHaveBeenCalledTimes(1)
})
