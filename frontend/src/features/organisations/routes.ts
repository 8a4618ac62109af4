import { OfficeBuilding, User } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/organisations/apply', name: 'organisation-apply', public: true, title: 'organisations.apply.title', component: () => import('./pages/ApplyPage.vue') },
    { path: '/who-reviews', name: 'who-reviews', public: true, layout: 'frame', title: 'organisations.who.title', component: () => import('./pages/WhoReviewsPage.vue') },
    { path: '/organisations', name: 'organisations', requires: 'organisation:manage', title: 'organisations.list.title', component: () => import('./pages/OrganisationList.vue') },
    { path: '/organisations/coverage', name: 'coverage', requires: 'organisation:manage', title: 'organisations.coverage.title', component: () => import('./pages/CoveragePage.vue') },
    { path: '/organisations/members', name: 'organisation-members', requires: 'organisation:members', title: 'organisations.members.title', component: () => import('./pages/MembersPage.vue') },
    { path: '/organisations/:id', name: 'organisation', requires: 'organisation:read', title: 'organisations.one.title', component: () => import('./pages/OrganisationPage.vue') },
    { path: '/organisations/:id/allot', name: 'organisation-allot', requires: 'organisation:manage', title: 'organisations.allot.title', component: () => import('./pages/AllotPage.vue') },
  ],
  menu: [
    { route: 'organisations', label: 'organisations.menu', order: 60, icon: OfficeBuilding },
    { route: 'organisation-members', label: 'organisations.members.menu', order: 66, icon: User },
  ],
})
