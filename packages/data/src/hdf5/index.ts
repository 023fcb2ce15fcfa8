export { openStore, updateStore } from './store.js';
export type { Store, StoreDraft, WriteTableOptions } from './store.js';
export { LABEL_COLUMN } from './frame-store.js';
