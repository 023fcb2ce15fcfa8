export { UNPACK_LIMITS, type UnpackLimits } from './plan.js';
export {
  findArchives,
  unpackArchives,
  type RawFolders,
  type UnpackedArchive,
  type UnpackOptions,
} from './unpack.js';
export { listNetworkParts, type NetworkParts } from './network-parts.js';
