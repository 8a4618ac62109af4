/** The seven types of clauses 4.1 to 4.3, in the notice's order. */
export const TYPES = ['provincial_unit', 'city_bureau', 'new_area_bureau', 'development_zone', 'county_department', 'university', 'research_institute'] as const
