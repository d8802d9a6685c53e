export type Act = {
  number: number
  version: string
  /** Where its tag is moved. */
  environment: string
  title: string
  story: string
  /** How the guard has to end for the demo to have worked. */
  expected: { decision: string; reason: string; tag: string }
}
