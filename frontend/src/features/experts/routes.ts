import { Avatar, Postcard } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

/** Registered under this hat, and not in force yet. */
const isOpen = (registration?: { state?: string | null } | null): boolean => Boolean(registration && registration.state !== 'filed')

export default defineFeature({
  routes: [
    { path: '/self-test/expert', name: 'self-test-expert', public: true, title: 'experts.self_test.title', component: () => import('./pages/SelfTest.vue') },
    { path: '/experts/mine', name: 'my-expert', requires: 'expert:register', title: 'experts.mine.title', component: () => import('./pages/MyExpert.vue') },
    { path: '/experts/mine/check', name: 'my-expert-check', requires: 'expert:register', title: 'experts.check.title', component: () => import('./pages/MyCheck.vue') },
    { path: '/experts/mine/sign', name: 'my-expert-sign', requires: 'expert:register', title: 'experts.sign.title', component: () => import('./pages/MySign.vue') },
    { path: '/experts/mine/done', name: 'my-expert-done', requires: 'expert:register', title: 'experts.done.title', component: () => import('./pages/MyDone.vue') },
    { path: '/experts/mine/employer-change', name: 'my-employer', requires: 'expert:register', title: 'experts.employer.report', component: () => import('./pages/MyEmployer.vue') },
    { path: '/experts/mine/:section', name: 'my-expert-section', requires: 'expert:register', title: 'experts.mine.title', component: () => import('./pages/MySection.vue') },
    { path: '/experts', name: 'experts', requires: 'expert:read', title: 'experts.library.title', component: () => import('./pages/ExpertLibrary.vue') },
    { path: '/experts/:id', name: 'expert', requires: 'expert:read', title: 'experts.one.title', component: () => import('./pages/ExpertPage.vue') },
    { path: '/reviews/experts/:id', name: 'review-expert', requires: 'review:decide', title: 'experts.review.title', component: () => import('./pages/ReviewExpert.vue') },
  ],
  menu: [
    // In sight while it needs its owner; among the registers once it is in force.
    { route: 'my-expert', label: 'experts.mine.menu', order: 15, icon: Postcard, when: (me) => isOpen(me.membership?.expert) },
    { route: 'my-expert', label: 'experts.mine.menu', order: 44, icon: Postcard, when: (me) => !isOpen(me.membership?.expert) && !me.membership?.enterprise },
    { route: 'experts', label: 'experts.library.menu', order: 50, icon: Avatar },
  ],
  starts: [{ requires: 'expert:register', order: 40, route: 'my-expert', label: 'experts.mine.start', when: (me) => !me.membership?.enterprise }],
})
