export { factsOf, measuresOf } from './operations/explain.ts'
export {
  differences,
  followFacts,
  followTree,
  type Progress,
  type Roller,
  rebuild,
  rollUp,
  startRoller,
} from './operations/roller.ts'
