/** `anodec simulate`. */
import { countOf } from '@anodec/core';
import { interimFolder, PathsConfig } from '@anodec/pipeline';
import { FULL_SIZE, SimulateConfig, writeSimulation } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';

const WriteConfig = z.strictObject({
  dataRoot: PathsConfig.shape.dataRoot,
  force: z.boolean().default(false).describe('Replace workbooks that were not simulated'),
  full: z
    .boolean()
    .default(false)
    .describe('Length of the original recordings (138h and 125h), unless durations are given'),
});

export const simulate = defineCommand({
  details:
    'A six-stage plant with tanks, pumps, valves, controllers and noisy instruments, under the 41 attacks ' +
    'of the published list. The workbooks have the quirks of the originals; each can be switched off.',
  sections: { simulate: SimulateConfig, write: WriteConfig },
  examples: [
    ['anodec simulate', '48 h of normal operation, 60 h under attack'],
    ['anodec simulate --full', 'as long as the originals: 1,441,719 rows, takes a minute'],
    ['anodec simulate --no-dirt.label-typos --seed 7', 'another plant, without misspelt labels'],
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
      print(`${folder}/${path}  ${countOf(rows, 'row')}, ${(bytes / 1e6).toFixed(1)} MB`);
    }
    const missed = attacks.filter(({ startStateHeld }) => !startStateHeld).length;
    print(
      `${attacks.length} listed attacks, ${missed} of them began without their listed start state`,
    );
    print(`True times of the attacks  ${folder}/simulation.json`);
    print(`Next: npx anodec run${hintFlags({ dataRoot: write.dataRoot })}`);
  },
});
