import { House, Shop } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

/** Registered under this hat, and not in force yet. */
const isOpen = (registration?: { state?: string | null } | null): boolean => Boolean(registration && registration.state !== 'approved')

export default defineFeature({
  routes: [
    { path: '/self-test/enterprise', name: 'self-test-enterprise', public: true, title: 'enterprises.self_test.title', component: () => import('./pages/SelfTest.vue') },
    { path: '/enterprises/mine', name: 'my-enterprise', requires: 'enterprise:register', title: 'enterprises.mine.title', component: () => import('./pages/MyEnterprise.vue') },
    { path: '/enterprises/mine/check', name: 'my-enterprise-check', requires: 'enterprise:register', title: 'enterprises.check.title', component: () => import('./pages/MyCheck.vue') },
    { path: '/enterprises/mine/sign', name: 'my-enterprise-sign', requires: 'enterprise:register', title: 'enterprises.sign.title', component: () => import('./pages/MySign.vue') },
    { path: '/enterprises/mine/done', name: 'my-enterprise-done', requires: 'enterprise:register', title: 'enterprises.done.title', component: () => import('./pages/MyDone.vue') },
    { path: '/enterprises/mine/:section', name: 'my-enterprise-section', requires: 'enterprise:register', title: 'enterprises.mine.title', component: () => import('./pages/MySection.vue') },
    { path: '/enterprises/members', name: 'enterprise-members', requires: 'enterprise:members', title: 'enterprises.members.title', component: () => import('./pages/MembersPage.vue') },
    { path: '/enterprises', name: 'enterprises', requires: 'enterprise:read', title: 'enterprises.list.title', component: () => import('./pages/EnterpriseList.vue') },
    { path: '/enterprises/:id', name: 'enterprise', requires: 'enterprise:read', title: 'enterprises.one.title', component: () => import('./pages/EnterprisePage.vue') },
    { path: '/reviews/enterprises/:id', name: 'review-enterprise', requires: 'review:decide', title: 'enterprises.review.title', component: () => import('./pages/ReviewEnterprise.vue') },
  ],
  menu: [
    // In sight while it needs its owner; among the registers once it is in force.
    { route: 'my-enterprise', label: 'enterprises.mine.menu', order: 15, icon: House, when: (me) => isOpen(me.membership?.enterprise) },
    { route: 'my-enterprise', label: 'enterprises.mine.menu', order: 45, icon: House, when: (me) => !isOpen(me.membership?.enterprise) && !me.membership?.expert },
    { route: 'enterprises', label: 'enterprises.list.menu', order: 52, icon: Shop, when: (me) => !me.membership?.enterprise },
  ],
  starts: [{ requires: 'enterprise:register', order: 45, route: 'my-enterprise', label: 'enterprises.mine.start', when: (me) => !me.membership?.expert }],
})
