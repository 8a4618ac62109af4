/** One row of evidence in a form, as the server keeps it. */
export interface Evidence {
  kind?: string | null
  attachment_id?: string | null
  filename?: string | null
  sha256?: string | null
}

/** What is sent of files that went up before: their ids. */
export const idsOf = (files: readonly Evidence[]): string[] => files.flatMap(({ attachment_id }) => attachment_id ?? [])

/** What the file choosers offer; the server looks into each file whatever they let through. */
export const ACCEPT = '.pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,image/jpeg,image/png,image/webp,application/pdf'
/** Paper as a scan or as photos. */
export const PAPER = '.pdf,.jpg,.jpeg,.png,.webp,image/*,application/pdf'
export const IMAGES = ['image/jpeg', 'image/png', 'image/webp']
/** The server's own limit; said before a large file travels in vain. */
export const LARGEST = 20 * 1024 * 1024

export function sizeInWords(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
