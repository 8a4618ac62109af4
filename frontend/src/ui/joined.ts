const inEnglish = (): boolean => document.documentElement.lang === 'en'

/** Several words in a row, as the reader's language writes a list. */
export const listed = (words: readonly (string | null)[]): string => words.join(inEnglish() ? ', ' : '、')

/** Parts of one statement, without those that are missing. */
export const joined = (parts: readonly unknown[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(inEnglish() ? ', ' : '，')

/** What it is called, and what is said of it. */
export const labelled = (word: string, what: string | number): string => (inEnglish() ? `${word}: ${what}` : `${word}：${what}`)

/** A word with what is said of it in brackets. */
export const bracketed = (word: string, more: string): string => (inEnglish() ? `${word} (${more})` : `${word}（${more}）`)
