/** `anodec devices classify`. */
import {
  deviceFiles,
  DevicesConfig,
  readDayTable,
  readPreparedDevice,
  testClassifier,
  writeClassifierTest,
} from '@anodec/devices';
import { DayClassifierConfig } from '@anodec/gan';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { classEvaluationLines } from '../view/device-lines.js';
import { ganLine } from '../view/device-job-lines.js';

export const devicesClassify = defineCommand({
  details:
    'Needs the days of anodec devices preprocess. Writes accuracy, a ROC curve for each class, and the tested days on a plane by ' +
    'UMAP, coloured by the class that is named and by their own, below output/experiments.',
  sections: {
    input: z.strictObject({
      folder: DevicesConfig.shape.folder,
      device: z.string().describe('Device, as it was preprocessed'),
    }),
    classifier: DayClassifierConfig,
  },
  common: ['device', 'folder', 'capacity', 'iterations', 'seed', 'backend'],
  examples: [['anodec devices classify 5032AB', 'the classifier of the original program']],
  async run({ input: { folder, device }, classifier }, { print, progress, signal }) {
    const prepared = await readPreparedDevice(folder, 'experiments', device);
    const test = await readDayTable(deviceFiles(folder, 'experiments', device).test, device);
    const data = { ...prepared, test };
    const tested = await testClassifier(data, classifier, {
      progress,
      signal,
      onReport: (report) => print(ganLine({ ...report, pair: 0, pairs: 1 })),
    });
    for (const line of classEvaluationLines(tested.result, test.dates.length)) print(line);
    for (const path of await writeClassifierTest(folder, data, tested)) print(path);
  },
});
