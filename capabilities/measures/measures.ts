export { followFacts, followTree, type Progress, type Roller, rebuild, rollUp, startRoller } from './operations/roller.ts'
