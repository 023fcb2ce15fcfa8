import { FULL_SIZE, SimulateConfig, writeSimulation } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { interimFolder, PathsConfig } from '@anodec/pipeline';

const WriteConfig = z.strictObject({
  dataRoot: PathsConfig.shape.dataRoot,
  force: z.boolean().default(false).describe('Replace workbooks that no simulation wrote, too'),
  full: z
    .boolean()
    .default(false)
    .describe('As long as the originals: 138h and 125h, where no other durations are given'),
});

export const simulate = defineCommand({
  summary: 'Write SWaT workbooks from the built-in water plant',
  details:
    'A six-stage plant with tanks, pumps, valves, controllers and noisy instruments, attacked in all ' +
    '41 ways of the published list. The workbooks bear the quirks of the originals; each can be ' +
    'switched off.',
  sections: { simulate: SimulateConfig, write: WriteConfig },
  examples: [
    ['anodec simulate', '48 h of normal operation, 60 h under attack'],
    ['anodec simulate --full', 'as long as the originals: 1,441,719 rows, a minute'],
    ['anodec simulate --no-dirt.label-typos --seed 7', 'another plant, labels spelled right'],
  ],
  complete: (given) =>
    given.write?.full === true
      ? { ...given, simulate: { ...FULL_SIZE, ...given.simulate } }
      : given,
  async run({ simulate: settings, write }, { print, progress, signal }) {
    const folder = interimFolder({ ...PathsConfig.parse({}), dataRoot: write.dataRoot });
    const { force } = write;
    const { files, attacks } = await writeSimulation(folder, settings, { progress, signal, force });
    for (const { path, rows, bytes } of files) {
      print(`${folder}/${path}  ${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB`);
    }
    const missed = attacks.filter(({ startStateHeld }) => !startStateHeld).length;
    print(`${attacks.length} listed attacks, ${missed} begun without their start state`);
    print(`The true times lie in ${folder}/simulation.json. Next: npx anodec run`);
  },
});
