/** The drift report as one page that needs nothing else. */
import { escapeHtml, htmlPage, htmlTiles, smallCourse, smallHistogram } from '@anodec/charts';
import { formatCount, formatFigure, formatShare } from '../profile/figures.js';
import { figureOf, shiftWords } from './words.js';
import type { ChannelDrift, DriftReport, DriftSource } from './drift-report.js';

/** Renders the whole page. @param created when, as text */
export function driftPage(report: DriftReport, created?: string): string {
  const { train, test, channels } = report;
  const moved = channels.filter(({ verdict }) => verdict === 'moved');
  const little = channels.filter(({ verdict }) => verdict === 'a little');
  const title = 'What moved from training to test';
  const tiles: [string, string][] = [
    [formatCount(moved.length), `of ${formatCount(channels.length)} channels moved`],
    [formatCount(little.length), 'moved a little'],
    [
      channels[0]?.name ?? '–',
      `moved most, KS ${figureOf(channels[0]?.kolmogorovSmirnov ?? NaN, 3)}`,
    ],
    [formatCount(train.rows - train.attackRows), 'training rows'],
    [formatCount(test.rows - test.attackRows), 'test rows'],
  ];
  const lone = [...report.onlyInTrain, ...report.onlyInTest];
  const body = [
    `<h1>${title}</h1>`,
    `<p class="soft">Training: ${escapeHtml(sourceWords(train))}. Test: ${escapeHtml(sourceWords(test))}.${created ? ` Made ${escapeHtml(created)} UTC.` : ''}</p>`,
    htmlTiles(tiles),
    `<p class="soft">${NOTE}</p>`,
    lone.length > 0 ? `<p class="soft">On one side only: ${escapeHtml(lone.join(', '))}.</p>` : '',
    table(channels),
  ];
  return htmlPage({ title, body: body.filter(Boolean).join('\n'), style: STYLE });
}

const NOTE =
  'KS is the Kolmogorov-Smirnov statistic, the largest distance of the two distribution functions, 0 to 1. PSI is the population ' +
  'stability index over the deciles of training: from 0.1 on a little, from 0.25 on moved, as from a KS of 0.1 and 0.25. The shift is that of ' +
  'the mean, in deviations of training. Histograms: training filled, test outlined. The course runs over the test rows; the shade behind ' +
  'it is where 98 % of the training readings lie. No p-values: rows a second apart are not independent.';

function sourceWords({ names, rows, attackRows }: DriftSource): string {
  const without = attackRows > 0 ? `, without ${formatCount(attackRows)} labelled as attack` : '';
  return `${names.join(', ')}, ${formatCount(rows)} rows${without}`;
}

const HEAD = ['KS', 'PSI', 'shift', 'outside', 'training mean', 'test mean'];

function table(channels: readonly ChannelDrift[]): string {
  const head = HEAD.map((name) => `<th class="number">${name}</th>`).join('');
  return (
    `<div class="wide"><table><thead><tr><th>channel</th><th></th>${head}<th>training and test</th><th>course of the test</th></tr></thead>` +
    `<tbody>${channels.map(row).join('\n')}</tbody></table></div>`
  );
}

function row(drift: ChannelDrift): string {
  const { name, verdict, train, test, course, usual } = drift;
  const cells = [
    figureOf(drift.kolmogorovSmirnov, 3),
    figureOf(drift.stabilityIndex, 3),
    shiftWords(drift.shift),
    formatShare(drift.outside),
    formatFigure(train?.mean),
    formatFigure(test?.mean),
  ].map((text) => `<td class="number">${escapeHtml(text)}</td>`);
  const bars =
    train && test
      ? smallHistogram({
          counts: train.histogram.counts,
          other: test.histogram.counts,
          discrete: train.histogram.discrete,
          width: 190,
          height: 40,
        })
      : '';
  const line = course
    ? smallCourse({ ...course, ...(usual && { usual }), width: 300, height: 40 })
    : '';
  return (
    `<tr><th>${escapeHtml(name)}</th><td><span class="verdict ${verdict === 'a little' ? 'little' : verdict}">${verdict}</span></td>` +
    `${cells.join('')}<td>${bars}</td><td>${line}</td></tr>`
  );
}

const STYLE = `
.verdict { font-size: 11px; font-weight: 600; padding: 0 8px; border-radius: 9px; border: 1px solid var(--line); color: var(--soft); white-space: nowrap; }
.verdict.moved { color: var(--bad); border-color: var(--bad); }
.verdict.little { color: var(--ink); }
thead th { position: sticky; top: 0; }
`;
