import { longDate } from '@/ui/dates'

/** The last day on which a rating is taken: the window closes at its 24:00, which is already the next date. */
export const lastDay = (closesAt: string | null, locale: string): string => (closesAt === null ? '' : longDate(new Date(Date.parse(closesAt) - 1), locale))
