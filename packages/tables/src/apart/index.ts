export { isClaiming, readApart, READING_LIMITS, type ReadingLimits } from './read-apart.js';
