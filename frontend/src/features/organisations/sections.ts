import type { Component } from 'vue'
import AboutFields from './components/AboutFields.vue'
import ContactFields from './components/ContactFields.vue'
import DisciplineFields from './components/DisciplineFields.vue'
import PicturesFields from './components/PicturesFields.vue'
import PlaceFields from './components/PlaceFields.vue'
import TeamFields from './components/TeamFields.vue'
import UnitFields from './components/UnitFields.vue'

/** The fields of each section; the same for the applicant and, later, the manager. */
export const SECTIONS: Partial<Record<string, Component>> = {
  unit: UnitFields,
  place: PlaceFields,
  contact: ContactFields,
  about: AboutFields,
  pictures: PicturesFields,
  disciplines: DisciplineFields,
  teams: TeamFields,
}
