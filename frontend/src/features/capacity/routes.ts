import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [],
  home: [{ requires: 'match:apply', order: 15, component: () => import('./components/MyPlaces.vue') }],
})
