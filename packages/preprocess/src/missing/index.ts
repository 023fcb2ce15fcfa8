export { missingRules, treatMissing, type MissingRule, type TreatedFrame } from './missing.js';
export { countMissing } from './treatment.js';
