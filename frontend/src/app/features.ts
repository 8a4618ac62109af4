import type { Feature, FrameLine, FrameTool, HomePanel, HomeStart, MenuEntry, PageRoute } from './feature'

const modules = import.meta.glob<Feature>('../features/*/routes.ts', { import: 'default', eager: true })

export interface FoundRoute {
  feature: string
  page: PageRoute
}

/** All pages of a set of features. Throws when one does not say who may open it. */
export function pagesOf(found: Record<string, Feature>): FoundRoute[] {
  return Object.entries(found).flatMap(([path, feature]) =>
    feature.routes.map((page) => {
      const { name, requires, public: open }: { name: string; requires?: string; public?: boolean } = page
      if (!requires && !open) throw new Error(`Route ${name} declares no guard`)
      return { feature: path.split('/')[2] ?? '', page }
    }),
  )
}

const all = Object.values(modules)
const byOrder = (a: { order: number }, b: { order: number }): number => a.order - b.order

export const pages = pagesOf(modules)
export const menu: MenuEntry[] = all.flatMap((feature) => feature.menu ?? []).sort(byOrder)
export const homePanels: HomePanel[] = all.flatMap((feature) => feature.home ?? []).sort(byOrder)
export const homeStarts: HomeStart[] = all.flatMap((feature) => feature.starts ?? []).sort(byOrder)
export const frameTools: FrameTool[] = all.flatMap((feature) => feature.tools ?? []).sort(byOrder)
export const frameLines: FrameLine[] = all.flatMap((feature) => feature.lines ?? []).sort(byOrder)
