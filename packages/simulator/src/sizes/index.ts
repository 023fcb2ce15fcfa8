export { SizesConfig, type SizesSettings } from './config.js';
export { sizeFiles, writeSizes, type WrittenTable } from './write-sizes.js';
