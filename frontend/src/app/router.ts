import type { QueryClient } from '@tanstack/vue-query'
import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router'
import { signedIn } from '@/api/auth'
import { pageOpened } from '@/api/freshness'
import type { Guard, PageRoute } from './feature'
import { pages } from './features'
import { i18n, loadAllTexts, loadTexts } from './i18n'
import { permits } from './permissions'
import { meQuery } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    guard: Guard
    feature: string
    title: string
    layout: 'plain' | 'frame'
  }
}

/** An id is a UUID: any other word in its place is a page that does not exist, not a record. */
const UUID = '[0-9a-f-]{36}'

function record({ feature, page }: { feature: string; page: PageRoute }): RouteRecordRaw {
  const guard: Guard = page.public ? { public: true } : { requires: page.requires }
  const layout = page.layout ?? (page.public ? 'plain' : 'frame')
  return {
    path: page.path.replaceAll(/:id\b/g, `:id(${UUID})`),
    name: page.name,
    component: page.component,
    props: page.props ?? true,
    meta: { guard, feature, title: page.title, layout },
  }
}

const unknown: RouteRecordRaw = {
  path: '/:rest(.*)*',
  name: 'not-found',
  component: () => import('./NotFound.vue'),
  meta: { guard: { public: true }, feature: 'app', title: 'app.not_found.title', layout: 'plain' },
}

const refused: RouteRecordRaw = {
  path: '/no-access',
  name: 'no-access',
  component: () => import('./NoAccess.vue'),
  meta: { guard: { public: true }, feature: 'app', title: 'app.no_access.title', layout: 'frame' },
}

/** Only a path of this site: a link may not send people elsewhere after signing in. */
export function localPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

function setTitle(key: string): void {
  const { t } = i18n.global
  document.title = `${t(key)} · ${t('app.name')}`
}

export function makeRouter(cache: QueryClient, started: Promise<void>): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [...pages.map(record), refused, unknown],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is still experimental
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  router.beforeEach(async (to) => {
    await Promise.all([started, loadTexts(to.meta.feature)])
    const { guard } = to.meta
    if (signedIn.value) await loadAllTexts()
    if (to.name === 'sign-in' && signedIn.value) return localPath(to.query.next)
    if (guard.public) return true
    // Whoever comes to the front door is told what this is; a link to a page asks to sign in.
    if (!signedIn.value) return to.fullPath === '/' ? { name: 'welcome' } : { name: 'sign-in', query: { next: to.fullPath } }
    const me = await cache.query({ ...meQuery, staleTime: 'static' })
    return permits(me, guard.requires) ? true : { name: 'no-access', query: { from: to.fullPath } }
  })
  router.afterEach((to, from) => {
    if (to.path !== from.path) pageOpened()
    setTitle(to.meta.title)
    // A new page: keyboard and screen reader start at its top, not at the link that was pressed.
    if (from.matched.length > 0 && to.path !== from.path) document.getElementById('main')?.focus({ preventScroll: true })
  })
  return router
}
