export type { ProfilePageOptions } from './page.js';
export type { Trend } from './trend.js';
export type { Histogram } from './histogram.js';
export { PROFILE_QUANTILES, profileColumns, type ProfileOptions } from './profile.js';
export type { ChannelProfile, CorrelationMatrix, Gravity, TableProfile, Warning } from './types.js';
export type { RepeatedRows } from './repeated-rows.js';
export { channelNotes } from './channel-notes.js';
export { formatNumber, formatShare } from './format-number.js';
export { renderProfile } from './render-profile.js';
