/** `anodec tune grid`: the grid search of the original program, with its files. */
import { formatCount } from '@anodec/core';
import { type GivenSettings, mergeSettings } from '@anodec/pipeline';
import {
  ClassifierTableConfig,
  EffortConfig,
  gridOf,
  grids,
  gridSize,
  mergeOutputs,
  outputName,
  searchSections,
  withStudySettings,
  writtenGrid,
} from '@anodec/search';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { searchAndPrint } from '../tune/run-search-command.js';

const { study, resume, searchSeed } = searchSections.search.shape;

/** Each grid with what it varies, for the help. */
const listed = Object.entries(grids)
  .map(([name, { about }]) => `${name} (${about})`)
  .join('; ');

export const tuneGrid = defineCommand({
  details:
    `Grids: ${listed}. Each worker writes a line for each fold and part into NAME.PID.out.tmp; in the end they are joined to NAME.out, ` +
    'which tune beautify turns into JSON and tables. After an interruption --resume goes on, or tune merge joins what there is.',
  sections: {
    grid: z.strictObject({
      grid: z.enum(Object.keys(grids)).default('ada-boost-small').describe('Grid to search'),
      study,
      resume,
      searchSeed,
      out: z.string().default('grid').describe('Folder of the files of evaluations'),
    }),
    examples: ClassifierTableConfig,
    effort: EffortConfig,
  },
  complete: withStoredTable,
  examples: [
    [
      'anodec tune grid messages.csv --label odd --grid svm --workers 4',
      'the 48 support vector machines',
    ],
    ['anodec tune grid messages.csv --label odd --resume', 'go on after an interruption'],
  ],
  async run({ grid: { grid: name, out, ...search }, examples, effort }, context) {
    const grid = gridOf(name);
    const trials = gridSize(grid);
    const original =
      grid.original && `; ${formatCount(grid.original)} in the original, with repeated ones`;
    context.print(`Grid       ${name}, ${formatCount(trials)} combinations${original ?? ''}`);
    const { outputs = { out, outName: outputName(new Date()) } } = await storedSettings(search);
    const settings = {
      ...mergeSettings(grid.fixed, { examples, outputs }),
      search: { ...search, trials },
      effort,
      sampler: { kind: 'grid' },
    };
    const how = { command: 'grid', written: writtenGrid(grid) };
    await searchAndPrint('classifier', settings, context, how);
    for (const { path, evaluations, notes } of await mergeOutputs(String(outputs.out))) {
      for (const note of notes) context.print(note);
      context.print(`Lines     ${path}, ${formatCount(evaluations)} evaluations`);
      context.print(`Next: npx anodec tune beautify ${path}`);
    }
  },
});

/** The settings of the search that is gone on with; none where a new one begins. */
function storedSettings(search: Readonly<Record<string, unknown>>): Promise<GivenSettings> {
  return search.resume === true ? withStudySettings({ search }) : Promise.resolve({});
}

/** Given settings with the table of the search that is gone on with. */
async function withStoredTable(given: GivenSettings): Promise<GivenSettings> {
  const { examples = {} } = await storedSettings(given.grid ?? {});
  return { ...given, examples: { ...examples, ...given.examples } };
}
