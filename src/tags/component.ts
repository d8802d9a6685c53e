/** What is versioned on its own. Nothing above this floor looks inside `id`. */
export type Component = {
  /** `components/prompts/extraction` */
  id: string
  /** `components` */
  prefix: string
  /** `prompts` */
  type: string
  /** `extraction` */
  name: string
}
