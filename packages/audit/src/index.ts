/** The leakage audit of a run. */
export { auditRun } from './audit-run.js';
