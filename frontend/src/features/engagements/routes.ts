import { Briefcase } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/engagements', name: 'engagements', requires: 'engagement:read', title: 'engagements.list.title', component: () => import('./pages/EngagementList.vue') },
    { path: '/engagements/:id', name: 'engagement', requires: 'engagement:read', title: 'engagements.one.title', component: () => import('./pages/EngagementPage.vue') },
    { path: '/engagements/:id/log', name: 'engagement-log', requires: 'engagement:act', title: 'engagements.log.new', component: () => import('./pages/LogNew.vue') },
    { path: '/engagements/:id/log/:line', name: 'engagement-log-correct', requires: 'engagement:act', title: 'engagements.log.correct', component: () => import('./pages/LogNew.vue') },
    { path: '/engagements/:id/end', name: 'engagement-end', requires: 'engagement:act', title: 'engagements.end.title', component: () => import('./pages/EndPage.vue') },
    { path: '/engagements/:id/change', name: 'engagement-change', requires: 'engagement:act', title: 'engagements.change.title', component: () => import('./pages/ChangePage.vue') },
  ],
  menu: [{ route: 'engagements', label: 'engagements.menu', order: 32, icon: Briefcase }],
  home: [{ requires: 'engagement:read', order: 40, component: () => import('./components/HomeServices.vue') }],
})
