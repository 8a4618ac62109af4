import { expect, test } from 'vitest'
import { addressOf, keyOf, pickedIn } from './chosen'

test('experts and teams go into the address and come out of it, four at most', () => {
  const keys = [keyOf('a', null), keyOf(null, 't'), keyOf('b', undefined)]
  expect(addressOf(keys)).toEqual({ experts: 'a,b', teams: 't' })
  expect(pickedIn(addressOf(keys))).toEqual({ experts: ['a', 'b'], teams: ['t'] })
  expect(addressOf([keyOf(null, 't')])).toEqual({ teams: 't' })
  expect(pickedIn({ experts: 'a,b,c,d,e', teams: 't' })).toEqual({ experts: ['a', 'b', 'c', 'd'], teams: [] })
  expect(pickedIn({ experts: null })).toEqual({ experts: [], teams: [] })
})
