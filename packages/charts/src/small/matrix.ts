/** A matrix of correlations as coloured squares, the name of each pair on hover. */
import { escapeHtml } from '../page/escape.js';
import { svg } from './histogram.js';

const LABELS = 68;
/** Letters that fit there. */
const LONGEST = 11;

/**
 * Draws a symmetric matrix; −1 to 1 become two colours.
 *
 * @param values (K, K), row-major; NaN stays empty
 */
export function matrixChart(names: readonly string[], values: ArrayLike<number>): string {
  const K = names.length;
  const cell = Math.max(6, Math.min(26, Math.floor(1080 / K)));
  const squares: string[] = [];
  for (let a = 0; a < K; a++) {
    for (let b = 0; b < K; b++) {
      const r = values[a * K + b];
      if (Number.isNaN(r)) continue;
      const title = a === b ? names[a] : `${names[a]} and ${names[b]}: ${r.toFixed(2)}`;
      squares.push(
        `<rect x="${LABELS + b * cell}" y="${LABELS + a * cell}" fill="rgba(var(${r < 0 ? '--minus' : '--plus'}), ${Math.abs(r).toFixed(2)})"><title>${escapeHtml(title)}</title></rect>`,
      );
    }
  }
  const labels = names.map((name, k) => {
    const middle = LABELS + (k + 0.5) * cell + 3;
    const text = escapeHtml(name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);
    return (
      `<text x="${LABELS - 5}" y="${middle}" text-anchor="end">${text}</text>` +
      `<text transform="translate(${middle},${LABELS - 5}) rotate(-90)">${text}</text>`
    );
  });
  const size = LABELS + K * cell + 4;
  const style = `<style>.matrix rect { width: ${cell - 1}px; height: ${cell - 1}px; }</style>`;
  return svg(size, size, `${style}<g class="matrix">${squares.join('')}</g>${labels.join('')}`);
}
