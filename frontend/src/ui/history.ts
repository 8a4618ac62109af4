import type { Tone } from './tones'
import { bracketed } from './joined'

export interface HistoryEntry {
  at: string
  who: string
  role_name: string
  text: string
  action: string
  note: string | null
}

const TONES: Partial<Record<string, Tone>> = { return: 'alert', reject: 'bad', disqualify: 'bad', withdraw: 'quiet', approve: 'good', file: 'good' }

/** A record's life for the Timeline, newest first. */
export const historyItems = (entries: readonly HistoryEntry[]) =>
  entries
    .map(({ at, who, role_name, text, action, note }, index) => ({
      key: String(index),
      at,
      title: text,
      who: role_name && role_name !== who ? bracketed(who, role_name) : who,
      note,
      tone: TONES[action],
    }))
    .reverse()
