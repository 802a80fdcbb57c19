export { factsOf, measuresOf } from './operations/explain.ts'
export { measureRoutes } from './operations/http.ts'
export { loadRegistry } from './operations/loadRegistry.ts'
export { observableMeasures } from './operations/observable.ts'
export { pendingRollups } from './operations/pendingRollups.ts'
export {
  type MeasureLevel,
  placeOf,
  readRegistry,
  registeredMeasure,
  registeredMeasures,
  rowWidth,
} from './operations/registry.ts'
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
export { lasts, windowPlaces, windowsIn, yearly } from './operations/windows.ts'
