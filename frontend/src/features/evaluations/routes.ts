import { defineFeature } from '@/app/feature'

// Reached from the service, from tasks and from messages; ratings have no list of their own.
export default defineFeature({
  routes: [{ path: '/engagements/:id/rate', name: 'rate', requires: 'rating:read', title: 'evaluations.title', component: () => import('./pages/RatePage.vue') }],
})
