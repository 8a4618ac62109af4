import type { Component } from 'vue'
import type { RouteComponent } from 'vue-router'
import type { ANY_ACCOUNT, Me, Permission } from './permissions'

/** Who may open a page. One of the two must be said; there is no default. */
export type Guard = { requires: Permission | typeof ANY_ACCOUNT; public?: never } | { public: true; requires?: never }

export type PageRoute = Guard & {
  path: string
  name: string
  /** Text key of the window title. */
  title: string
  component: () => Promise<RouteComponent | { default: Component }>
  /** Public pages stand without the frame, others inside it; `plain` and `frame` say otherwise. */
  layout?: 'plain' | 'frame'
  /** Hand path parameters to the page as props (default true). */
  props?: boolean
}

export interface MenuEntry {
  /** Name of one of the routes; the entry shows to those who may open it. */
  route: string
  /** Text key. */
  label: string
  /** Lower comes first: 10 home, 20-40 daily work, 50-70 registers, 80-90 oversight. */
  order: number
  icon: Component
  /** Left out where it would only be in the way: by what the hat is tied to, never by its role. */
  when?: (me: Me) => boolean
}

/** A block on the home page; shows to those with the permission. */
export interface HomePanel {
  requires: Permission | typeof ANY_ACCOUNT
  order: number
  component: () => Promise<{ default: Component }>
}

/** A small control in the frame's top bar, such as the inbox; shows to those with the permission. */
export type FrameTool = HomePanel

/** One line above every page of those with the permission, such as a deadline. */
export type FrameLine = HomePanel

/** Something to begin, offered on the home page when nothing waits. */
export interface HomeStart {
  requires: Permission | typeof ANY_ACCOUNT
  order: number
  /** Name of a route. */
  route: string
  /** Text key. */
  label: string
  when?: (me: Me) => boolean
}

export interface Feature {
  routes: PageRoute[]
  menu?: MenuEntry[]
  home?: HomePanel[]
  starts?: HomeStart[]
  tools?: FrameTool[]
  lines?: FrameLine[]
}

/** What a feature offers; the default export of its `routes.ts`. */
export function defineFeature(feature: Feature): Feature {
  return feature
}
