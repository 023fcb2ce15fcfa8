export { ORIGINAL_DATES, PrepareConfig } from './config.js';
export {
  isPrepared,
  prepareStore,
  readRepairs,
  type Preparation,
  type PreparedTable,
  type PrepareOptions,
} from './prepare.js';
export { describeRepair, type Repair, type RepairKind } from '../repair-log.js';
