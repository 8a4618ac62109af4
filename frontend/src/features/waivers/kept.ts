/** Under which names this browser keeps what is typed about one waiver until it is sent. */
export const grantKept = (id: string): string => `waiver-grant:${id}`
export const opinionKept = (id: string): string => `waiver-opinion:${id}`
