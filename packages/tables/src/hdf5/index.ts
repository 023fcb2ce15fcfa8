export { openStore, updateStore } from './store.js';
export type { Store, StoreDraft, WriteTableOptions } from './store.js';
export { appendFrame } from './append-frame.js';
export { LABEL_COLUMN } from './frame-store.js';
export {
  type ErrorsPlace,
  readErrors,
  readErrorsOwner,
  type StoredErrors,
  writeErrors,
} from './scores-store.js';
export { readAttacks, writeAttacks, type StoredAttacks } from './attacks-store.js';
