/**
 * The recordings of the Tennessee Eastman Process as they are published: a training table without
 * faults, and one test table for each fault.
 */
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import { readFault, readNormalTest, readTraining } from '../tennessee-eastman.js';
import { type Listing, pathOf, type Series, type SeriesRule } from './series.js';

const FAULT = /^d(\d\d)_te\.dat$/;
const TRAINING = 'd00.dat';
const NORMAL_TEST = 'd00_te.dat';

export const faultTables: SeriesRule = {
  rule:
    'dNN_te.dat of the Tennessee Eastman Process, with fault NN from row 160 on; d00.dat, stored with its ' +
    'channels in rows, is what is learned from; d00_te.dat, if any, is tested, too; both may lie in another folder',
  find(listing, all) {
    return listing.files.flatMap((file) => {
      const [, fault] = FAULT.exec(file) ?? [];
      if (fault === undefined || Number(fault) === 0) return [];
      return [seriesOf(file, Number(fault), listing, all)];
    });
  },
};

function seriesOf(file: string, fault: number, here: Listing, all: readonly Listing[]): Series {
  const training = pathOf(TRAINING, here, all);
  const normal = pathOf(NORMAL_TEST, here, all);
  const from = training && training.folder !== here ? `, learns from ${training.folder.group}` : '';
  return {
    name: `${here.group}/${basename(file, '_te.dat')}`,
    group: here.group,
    about: `TEP: fault ${fault} from row 160 on, a row every 3 min${from}`,
    async read(options = {}) {
      if (!training) {
        throw new DataError(
          `${here.path}/${TRAINING} must be there to learn from, for ${file}, got no such file in this or another folder.`,
        );
      }
      const test = await readFault(`${here.path}/${file}`, fault, options);
      const tests = [{ source: file, ...test }];
      if (normal) {
        const frame = await readNormalTest(normal.path, options);
        tests.push({ source: NORMAL_TEST, frame, attacks: [] });
      }
      return {
        normal: [
          {
            source: TRAINING,
            frame: await readTraining(training.path, options),
          },
        ],
        tests,
      };
    },
  };
}
