const ZONE = 'Asia/Shanghai'
const DAY = 86_400_000

export function longDate(date: Date, locale: string, time = false): string {
  const hour = time ? ({ hour: '2-digit', minute: '2-digit', hour12: false } as const) : {}
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    ...hour,
  }).format(date)
}

/** The date's day in China as 2026-11-23: what a date field takes. */
export const isoDay = (date: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(date)

/** Midnight of the date's day in China, as a day number. */
const dayNumber = (date: Date): number => Date.parse(isoDay(date)) / DAY

/** Whole calendar days from now, in China: negative in the past. */
export const daysFromNow = (date: Date, now = new Date()): number => dayNumber(date) - dayNumber(now)

/** 今天, 3天前, 2个月后. */
export function relativeDay(date: Date, locale: string, now = new Date()): string {
  const days = daysFromNow(date, now)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (Math.abs(days) < 45) return words.format(days, 'day')
  if (Math.abs(days) < 550) return words.format(Math.round(days / 30.4), 'month')
  return words.format(Math.round(days / 365.25), 'year')
}
