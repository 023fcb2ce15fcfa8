/** A search as one self-contained page: charts, and a table of all trials. */
import {
  htmlFacts,
  htmlFigure,
  htmlNote,
  htmlPage,
  htmlSection,
  htmlTable,
  renderSvg,
  TABLE_SCRIPT,
} from '@anodec/charts';
import { formatDimension, formatValue, rankTrials, type ReadStudy, type Trial } from '@anodec/tune';
import { studyCharts } from './study-charts.js';

/** The page of a study. */
export async function studyPage(study: ReadStudy): Promise<string> {
  const { description, trials, path } = study;
  const figures: string[] = [];
  for (const [name, spec] of Object.entries(studyCharts(study))) {
    figures.push(htmlFigure(name, await renderSvg(spec)));
  }
  const ranked = rankTrials(trials, description.direction);
  const others = trials.filter(({ state }) => state !== 'finished');
  const names = description.space.map(({ name }) => name);
  const rows = [...ranked, ...others].map((trial) => rowOf(trial, names));
  const facts: [string, string][] = [
    ['Judged by', description.measure],
    ['Trials', String(trials.length)],
    ['Sampler', description.sampler.kind],
    ['Pruner', description.pruner.kind],
    ['Begun', description.created],
    ...description.space.map((one): [string, string] => ['Varied', formatDimension(one)]),
  ];
  const columns = ['Trial', 'State', 'Value', ...names, 'Seconds', 'Remark'];
  const method =
    'The share of the variance between the finished trials that goes with each setting alone (epsilon squared); ' +
    'settings that only act together are not seen.';
  return htmlPage({
    title: `anodec · search of ${description.task}`,
    heading: `Search of ${description.task}`,
    subtitle: path,
    body: [
      htmlFacts(facts),
      htmlSection('Charts', ...figures, figures.length > 2 ? htmlNote(method) : ''),
      htmlSection('Trials', htmlTable({ columns, rows, sortable: true, filter: 'Filter trials' })),
    ].join('\n'),
    script: TABLE_SCRIPT,
  });
}

function rowOf({ number, state, value, point, seconds, message }: Trial, names: readonly string[]) {
  return [
    String(number),
    state,
    value === undefined ? '' : formatValue(value),
    ...names.map((name) => (Object.hasOwn(point, name) ? formatValue(point[name]) : '')),
    seconds.toFixed(1),
    message ?? '',
  ];
}
