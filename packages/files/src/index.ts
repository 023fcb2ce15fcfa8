export { errorCode, fileError } from './file-error.js';
export { isProcessAlive } from './process-alive.js';
export { readJsonFile, writeJsonFile } from './json-file.js';
export { optionalPackage } from './optional-package.js';
export { takeLock } from './lock.js';
export { decodeNpy, encodeNpy, type NpyArray } from './npy.js';
export { replaceFile } from './replace-file.js';
export { type FileContent, writeFileAtomic } from './write-file.js';
export { openWriteStream, type WriteStreamOptions } from './write-stream.js';
export {
  type ArchiveEntry,
  type ArchiveKind,
  openArchive,
  type ZipArchive,
} from './zip-archive.js';
export { ZipFileWriter } from './zip-writer.js';
