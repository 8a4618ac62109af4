import { OfficeBuilding, User } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'
import { ANY_ACCOUNT } from '@/app/permissions'

export default defineFeature({
  routes: [
    { path: '/organisations/apply', name: 'organisation-apply', public: true, title: 'organisations.apply.title', component: () => import('./pages/ApplyPage.vue') },
    { path: '/organisations/apply/form', name: 'annex1', public: true, title: 'organisations.form.title', component: () => import('./pages/FormPage.vue') },
    { path: '/organisations/apply/form/check', name: 'annex1-check', public: true, title: 'organisations.check.title', component: () => import('./pages/FormCheck.vue') },
    { path: '/organisations/apply/form/:section', name: 'annex1-section', public: true, title: 'organisations.form.title', component: () => import('./pages/FormSection.vue') },
    { path: '/who-reviews', name: 'who-reviews', public: true, layout: 'frame', title: 'organisations.who.title', component: () => import('./pages/WhoReviewsPage.vue') },
    { path: '/organisations', name: 'organisations', requires: 'organisation:manage', title: 'organisations.list.title', component: () => import('./pages/OrganisationList.vue') },
    { path: '/organisations/coverage', name: 'coverage', requires: 'organisation:manage', title: 'organisations.coverage.title', component: () => import('./pages/CoveragePage.vue') },
    { path: '/organisations/members', name: 'organisation-members', requires: 'organisation:members', title: 'organisations.members.title', component: () => import('./pages/MembersPage.vue') },
    { path: '/organisations/:id', name: 'organisation', requires: 'organisation:read', title: 'organisations.one.title', component: () => import('./pages/OrganisationPage.vue') },
    { path: '/organisations/:id/about', name: 'organisation-about', requires: ANY_ACCOUNT, title: 'organisations.about.title', component: () => import('./pages/AboutPage.vue') },
    { path: '/organisations/:id/members', name: 'organisation-people', requires: 'organisation:manage', title: 'organisations.members.title', component: () => import('./pages/MembersPage.vue') },
    { path: '/organisations/:id/edit/:section', name: 'organisation-edit', requires: 'organisation:members', title: 'organisations.one.title', component: () => import('./pages/EditPage.vue') },
    { path: '/organisations/:id/receive', name: 'organisation-receive', requires: 'organisation:manage', title: 'organisations.receive.title', component: () => import('./pages/ReceivePage.vue') },
    { path: '/organisations/:id/return', name: 'organisation-return', requires: 'organisation:manage', title: 'organisations.back.title', component: () => import('./pages/ReturnPage.vue') },
    { path: '/organisations/:id/allot', name: 'organisation-allot', requires: 'organisation:manage', title: 'organisations.allot.title', component: () => import('./pages/AllotPage.vue') },
  ],
  menu: [
    { route: 'organisations', label: 'organisations.menu', order: 60, icon: OfficeBuilding },
    { route: 'organisation-members', label: 'organisations.members.menu', order: 66, icon: User, when: (me) => Boolean(me.membership?.organisation) },
  ],
})
