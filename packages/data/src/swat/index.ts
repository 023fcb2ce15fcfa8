export { SWAT_CHANNELS, SWAT_TAGS, type SwatTag } from './tags.js';
export {
  readAttackList,
  type AttackList,
  type AttackListOptions,
  type ListCell,
  type ListSheet,
} from './attack-list.js';
