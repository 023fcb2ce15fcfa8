export { credentialsOf, parseAddress, withoutPassword } from './address.js';
export { growingFile } from './growing-file.js';
export { openSource, sources } from './registry.js';
export { createRetries, reasonOf, type Retries, type RetryOptions } from './retry.js';
export {
  type ReadOptions,
  type Source,
  type SourceBatch,
  type SourceKind,
  type SourcePosition,
  type SourceRecord,
  waitFor,
} from './source.js';
export { standardInput } from './standard-input.js';
