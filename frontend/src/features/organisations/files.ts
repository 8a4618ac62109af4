import { inject, provide, type InjectionKey } from 'vue'

/** Where the pictures of the form on this page are kept. */
export interface Pictures {
  /** Keeps a file and answers its id. Rejects with the server's problem. */
  upload: (file: File) => Promise<string>
  load: (id: string) => Promise<Blob>
  /** Tells the pictures of one form from those of another. */
  key: string
}

const KEY: InjectionKey<Pictures> = Symbol('pictures')
export const providePictures = (pictures: Pictures): void => provide(KEY, pictures)

export function usePictures(): Pictures {
  const found = inject(KEY)
  if (!found) throw new Error('no place for pictures')
  return found
}

/** Hands a file to the browser to save. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
