export {
  analyseAttacks,
  type AttackAnalysis,
  type LabelRun as AttackLabelRun,
  type ListedAttack as AnalysedAttack,
} from './analyse-attacks.js';
export { attackDurations, type AttackDurations } from './durations.js';
