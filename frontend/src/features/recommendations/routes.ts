import { Operation } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/demands/:id/candidates', name: 'candidates', requires: 'recommendation:read', title: 'recommendations.title', component: () => import('./pages/Candidates.vue') },
    { path: '/demands/:id/candidates/compare', name: 'candidates-compare', requires: 'recommendation:read', title: 'recommendations.compare.title', component: () => import('./pages/CompareExperts.vue') },
    { path: '/demands/:id/candidates/search', name: 'candidates-search', requires: 'match:invite', title: 'recommendations.search.title', component: () => import('./pages/SearchExperts.vue') },
    { path: '/demands/:id/candidates/teams', name: 'suggested-teams', requires: 'recommendation:read', title: 'recommendations.teams.title', component: () => import('./pages/SuggestedTeams.vue') },
    { path: '/demands/:id/candidates/why-not', name: 'why-not', requires: 'recommendation:read', title: 'recommendations.why.title', component: () => import('./pages/WhyNot.vue') },
    { path: '/matching-weights', name: 'matching-weights', requires: 'matching:tune', title: 'recommendations.weights.title', component: () => import('./pages/Weights.vue') },
    { path: '/recommended', name: 'recommended-demands', requires: 'match:apply', title: 'recommendations.for_me', component: () => import('./pages/RecommendedDemands.vue') },
  ],
  menu: [{ route: 'matching-weights', label: 'recommendations.weights.menu', order: 87, icon: Operation }],
  home: [{ requires: 'match:apply', order: 30, component: () => import('./components/HomeDemands.vue') }],
  starts: [{ requires: 'match:apply', order: 30, route: 'recommended-demands', label: 'recommendations.for_me' }],
})
