import { Document } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/demands', name: 'demands', requires: 'demand:read', title: 'demands.list.title', component: () => import('./pages/DemandList.vue') },
    { path: '/demands/new', name: 'demand-new', requires: 'demand:draft', title: 'demands.new.title', component: () => import('./pages/DemandNew.vue') },
    { path: '/demands/views', name: 'demand-views', requires: 'demand:read', title: 'demands.views.title', component: () => import('./pages/DemandViews.vue') },
    { path: '/demands/:id', name: 'demand', requires: 'demand:read', title: 'demands.one.title', component: () => import('./pages/DemandPage.vue') },
    { path: '/demands/:id/edit', name: 'demand-edit', requires: 'demand:draft', title: 'demands.draft.title', component: () => import('./pages/DemandTasks.vue') },
    {
      path: '/demands/:id/edit/:section',
      name: 'demand-section',
      requires: 'demand:draft',
      title: 'demands.draft.title',
      component: () => import('./pages/DemandSection.vue'),
    },
    { path: '/demands/:id/check', name: 'demand-check', requires: 'demand:draft', title: 'demands.check.title', component: () => import('./pages/DemandCheck.vue') },
    { path: '/reviews/demands/:id', name: 'demand-review', requires: 'review:decide', title: 'demands.review.title', component: () => import('./pages/DemandReview.vue') },
  ],
  menu: [{ route: 'demands', label: 'demands.menu', order: 30, icon: Document }],
  home: [{ requires: 'demand:write', order: 20, component: () => import('./components/OwnDemands.vue') }],
  starts: [{ requires: 'demand:write', order: 20, route: 'demand-new', label: 'demands.new.title' }],
})
