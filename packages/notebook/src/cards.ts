/** Cards: a training or an evaluation in a few figures. */
import { escapeHtml, htmlFacts, htmlTiles } from '@anodec/charts';
import { headline } from '@anodec/metrics';
import type { EvaluatedRun, Training } from '@anodec/pipeline';

/** A card in both forms. */
export interface Card {
  readonly html: string;
  readonly text: string;
}

/** A training: detector, epochs, loss, where the run is. */
export function trainingCard({ run, metrics, record }: Training): Card {
  const facts: [string, string][] = [
    ['Run', run.path],
    ['Data set', metrics.dataset ?? 'unknown'],
    ['Detector', metrics.detector ?? 'unknown'],
  ];
  if (record.start) facts.push(['Weights', record.start.parameters.toLocaleString('en')]);
  if (record.epochs > 0) facts.push(['Epochs', String(record.epochs)]);
  if (record.bestLoss !== undefined) facts.push(['Lowest loss', record.bestLoss.toPrecision(4)]);
  if (record.summary) facts.push(['Ended', record.summary.message]);
  return { html: htmlFacts(facts), text: textOf(facts) };
}

/** An evaluation: attacks detected, false alarms, F1 and AUPRC of every detector. */
export function evaluationCard({ report, page }: EvaluatedRun): Card {
  const [{ evaluation }] = report.results;
  const { attacks, caught, detectedDuringEarlierAlarm, strict, per } = headline(evaluation);
  const tiles: [string, string][] = [
    [`${caught} of ${attacks}`, 'attacks detected'],
    [String(detectedDuringEarlierAlarm), 'of them by an alarm that began earlier'],
    [rate(strict.rate), `false alarms per ${per}`],
    [figure(evaluation.metrics.f1), 'F1 over rows'],
    [figure(evaluation.metrics.auprc), 'area under precision-recall'],
  ];
  const note = `<p class="soft">${escapeHtml(report.title)}, whole report: ${escapeHtml(page)}</p>`;
  return {
    html: htmlTiles(tiles) + note,
    text: textOf(tiles.map(([value, label]) => [label, value])),
  };
}

function textOf(facts: readonly (readonly [string, string])[]): string {
  return facts.map(([name, value]) => `${name}: ${value}`).join('\n');
}

function rate(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(3);
}
