/**
 * The critical-difference diagram: detectors on a line of mean ranks, the best on the left, and bars that
 * join those of which no difference was shown.
 *
 * Source: Demšar 2006, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7, figure 1.
 */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

/** What the diagram shows. */
export interface CriticalDifferenceParts {
  readonly title: string;
  /** Names and mean ranks, in any order. */
  readonly detectors: readonly { readonly name: string; readonly rank: number }[];
  /** Mean ranks must be further apart than this. */
  readonly criticalDifference: number;
  /** Indices into `detectors` of those between which no difference was shown. */
  readonly groups: readonly (readonly number[])[];
}

const LINE = 18;

/** A line for each detector, bars of the groups above the names, the critical difference below them. */
export function criticalDifferenceDiagram(parts: CriticalDifferenceParts): ChartSpec {
  const { title, detectors, criticalDifference, groups } = parts;
  const top = LINE * (groups.length + 1);
  const height = top + LINE * (detectors.length + 1.5);
  // the worst on top, so that no line of one runs through the name of another
  const sorted = [...detectors].sort((a, b) => b.rank - a.rank);
  const labels = sorted.map(({ name, rank }, i) => ({
    rank,
    text: `${name}  ${rank.toFixed(2)}`,
    from: 0,
    y: top + LINE * (i + 0.5),
  }));
  const bars = groups.map((group, i) => {
    const ranks = group.map((one) => detectors[one].rank);
    return { low: Math.min(...ranks), high: Math.max(...ranks), y: LINE * (i + 1) };
  });
  const ruler = [{ low: 1, high: 1 + criticalDifference, y: height - LINE / 2 }];
  const most = Math.max(detectors.length, 1 + criticalDifference);
  // room for the names on the right of the worst detector
  const scale = { domain: [1 - 0.05, most * 1.35], nice: false, zero: false };
  const values = Array.from({ length: Math.floor(most) }, (_, i) => i + 1);
  const axis = { orient: 'top', values, grid: false };
  const x = { type: 'quantitative', title: 'Mean rank, 1 is the best', scale, axis };
  const y = { field: 'y', type: 'quantitative', scale: pixels(height), axis: null };
  const layer = [
    {
      data: { values: labels },
      mark: { type: 'rule', color: COLOURS.faint },
      encoding: { x: { field: 'rank', ...x }, y: { ...y, field: 'from' }, y2: { field: 'y' } },
    },
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', dx: 5, color: COLOURS.ink },
      encoding: { x: { field: 'rank', ...x }, y, text: { field: 'text' } },
    },
    {
      data: { values: bars },
      mark: { type: 'rule', color: COLOURS.ink, strokeWidth: 4 },
      encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y },
    },
    {
      data: { values: ruler },
      mark: { type: 'rule', color: COLOURS.vermilion, strokeWidth: 2 },
      encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y },
    },
    {
      data: { values: ruler.map((one) => ({ ...one, text: rulerText(criticalDifference) })) },
      mark: { type: 'text', align: 'left', dx: 6, color: COLOURS.vermilion },
      encoding: { x: { field: 'high', ...x }, y, text: { field: 'text' } },
    },
  ];
  return chart({ title, width: WIDTH - 80, height, layer });
}

function rulerText(difference: number): string {
  return `critical difference ${difference.toFixed(2)}`;
}

/** Positions in pixels from the top. */
function pixels(height: number): object {
  return { domain: [height, 0], nice: false, zero: false };
}
