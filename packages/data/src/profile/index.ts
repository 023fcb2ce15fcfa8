export type { ProfilePageOptions } from './page.js';
export type { Course } from './course.js';
export type { Histogram } from './histogram.js';
export {
  type ChannelProfile,
  type CorrelationMatrix,
  PROFILE_QUANTILES,
  profileColumns,
  type ProfileOptions,
  type TableProfile,
} from './profile.js';
export type { RepeatedRows } from './repeated-rows.js';
export type { Gravity, Warning } from './warnings.js';
export { channelNotes } from './channel-notes.js';
export { formatCount, formatFigure, formatShare } from './figures.js';
export { formatMoment } from './warnings.js';
export { renderProfile } from './render-profile.js';
