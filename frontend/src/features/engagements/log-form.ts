import { idsOf, type Evidence } from '@/ui/files/files'
import type { LogIn, LogLine } from './queries'

/** An entry of the log as it is typed. */
export interface LogForm {
  day: string
  by: 'hours' | 'days'
  length: number | string
  mode: LogIn['mode']
  place: string
  work: string
  indicators: Record<string, number | string>
  measured: Record<string, string>
  files: Evidence[]
}

export const blankLog = (day: string): LogForm => ({ day, by: 'hours', length: 4, mode: 'onsite', place: '', work: '', indicators: {}, measured: {}, files: [] })

/** What was written, to be corrected; the files it has stay. */
export const lineAsForm = (line: LogLine): LogForm => ({
  day: line.day,
  by: line.days === null ? 'hours' : 'days',
  length: line.days ?? line.hours ?? '',
  mode: line.mode === 'remote' ? 'remote' : 'onsite',
  place: line.place,
  work: line.work,
  indicators: Object.fromEntries(line.indicators.map(({ code, value }) => [code, value])),
  measured: { ...line.measured },
  files: [],
})

const filled = (values: Record<string, number | string>): [string, number | string][] => Object.entries(values).filter(([, value]) => value !== '')

/** What is sent of it. */
export function toLog({ by, length, indicators, measured, files, ...rest }: LogForm): LogIn {
  return {
    ...rest,
    [by]: length === '' ? null : Number(length),
    indicators: Object.fromEntries(filled(indicators).map(([code, value]) => [code, Number(value)])),
    measured: Object.fromEntries(filled(measured).map(([name, value]) => [name, String(value)])),
    files: idsOf(files),
  }
}
