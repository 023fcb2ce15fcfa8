/** Rules for missing readings: the table, and their application. */
export * from './missing.js';
export { missingRules } from './registry.js';
export {
  countMissing,
  defineMissingRule,
  type MissingParts,
  type MissingRule,
  type MissingRuleParts,
} from './rule.js';
