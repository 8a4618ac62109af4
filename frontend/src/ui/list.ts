/** One column of a DataList. */
export interface Column<Row> {
  key: string
  label: string
  /** What to show; else the row's field of that key. */
  value?: (row: Row) => string | number | null | undefined
  /** Right-aligned, tabular figures. */
  numeric?: boolean
  /** The API sorts by this key. */
  sortable?: boolean
  /** Left out on phones. */
  wideOnly?: boolean
  /** On phones without its label, where the content speaks for itself (a StateTag). */
  bare?: boolean
}
