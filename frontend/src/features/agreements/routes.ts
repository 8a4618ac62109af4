import { EditPen } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/agreements', name: 'agreements', requires: 'agreement:read', title: 'agreements.list.title', component: () => import('./pages/AgreementList.vue') },
    { path: '/agreements/new', name: 'agreement-new', requires: 'agreement:sign', title: 'agreements.new.title', component: () => import('./pages/AgreementNew.vue') },
    { path: '/agreements/:id', name: 'agreement', requires: 'agreement:read', title: 'agreements.one.title', component: () => import('./pages/AgreementPage.vue') },
    { path: '/agreements/:id/terms', name: 'agreement-terms', requires: 'agreement:sign', title: 'agreements.terms.title', component: () => import('./pages/AgreementTerms.vue') },
    // Where the review queue looks for the page of a signed agreement.
    { path: '/reviews/agreements/:id', name: 'agreement-filing', requires: 'agreement:file', title: 'agreements.one.title', component: () => import('./pages/AgreementPage.vue') },
  ],
  menu: [{ route: 'agreements', label: 'agreements.menu', order: 38, icon: EditPen }],
})
