/** Which settings a search varies where nothing is said. */
import { listSettings, type Schemas } from '@anodec/tune';

/** Settings that decide how something is computed and not what, or how much of the data is used. */
const LEFT_ALONE = /\.(seed|threads|backend|strict|max[A-Z]\w*|tolerance|scoreError|kind)$/;

/**
 * The settings of one kind that have a range of their own.
 *
 * @param group path of the group, such as "detector"
 */
export function namesOfKind(schemas: Schemas, group: string, kind: string): string[] {
  return listSettings(schemas, { [`${group}.kind`]: [kind] })
    .filter(({ name }) => name.startsWith(`${group}.`) && !LEFT_ALONE.test(name))
    .filter(({ type, low, high, default: usual }) => {
      if (type === 'other') return false;
      if (type === 'choice') return true;
      if (type === 'number' && low !== undefined && high !== undefined) return true;
      return typeof usual === 'number' && usual > 0;
    })
    .map(({ name }) => name);
}
