/** A row of bars, one for each attack, with as many names as can be read. */
import { COLOURS } from './colours.js';
import type { TimeSpan } from './series.js';
import type { TimeAxis } from './time-axis.js';

/** Lines of names under the bars. */
const LANES = 4;
const LANE_HEIGHT = 12;
const BAR_HEIGHT = 12;
/** Width of a letter of a name, in pixels, with some air. */
const LETTER = 6.4;

/** an attack at its position on the axis. */
interface AttackBar {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** A name and the line on which it has room. */
interface AttackName {
  readonly x: number;
  readonly lane: number;
  readonly text: string;
}

/** Height of the row. */
export const ATTACK_ROW_HEIGHT = BAR_HEIGHT + LANES * LANE_HEIGHT + 6;

/**
 * The layers of the row: bars that are at least a pixel wide, and under them names, each on the
 * first line where it does not run into the one before; a name without room appears on hover only.
 *
 * @param width of the row in pixels
 */
export function attackBars(axis: TimeAxis, attacks: readonly TimeSpan[], width: number): object[] {
  const [first, last] = axis.domain;
  const pixel = (last - first) / width;
  const shown = attacks.flatMap(({ start, end, name = '' }): AttackBar[] => {
    const from = Math.max(first, axis.position(start));
    const to = Math.min(last, Math.max(axis.position(end), axis.position(start) + pixel));
    return from <= last && to >= first ? [{ start: from, end: to, name: nameOf(name) }] : [];
  });
  const x = { field: 'start', ...axis.encoding };
  const bars = {
    data: { name: 'attacks', values: shown },
    mark: { type: 'rect', color: COLOURS.vermilion, opacity: 0.85, clip: true },
    encoding: {
      x,
      x2: { field: 'end' },
      y: { value: 2 },
      y2: { value: BAR_HEIGHT },
      tooltip: { field: 'name' },
    },
  };
  const names = {
    data: { values: namesOf(shown, first, pixel) },
    mark: { type: 'text', align: 'left', fontSize: 10, color: COLOURS.ink, clip: true },
    encoding: {
      x: { field: 'x', ...axis.encoding },
      y: { field: 'y', type: 'quantitative', scale: null, axis: null },
      text: { field: 'text' },
    },
  };
  return [bars, names];
}

/** "Attack 7" in the notation of the original, "Attack #7". */
function nameOf(name: string): string {
  return name.replace(/^Attack (\d+)$/, 'Attack #$1');
}

function namesOf(bars: readonly AttackBar[], first: number, pixel: number): object[] {
  const short = bars.length > 12;
  const free = Array.from({ length: LANES }, () => -Infinity);
  const names: AttackName[] = [];
  for (const { start, name } of [...bars].sort((a, b) => a.start - b.start)) {
    const text = short ? name.replace(/^Attack /, '') : name;
    const from = (start - first) / pixel;
    const lane = free.findIndex((until) => until <= from);
    if (lane < 0) continue;
    free[lane] = from + LETTER * text.length + 4;
    names.push({ x: start, lane, text });
  }
  return names.map(({ x, lane, text }) => {
    const y = BAR_HEIGHT + 4 + (lane + 0.5) * LANE_HEIGHT;
    return { x, y, text };
  });
}
