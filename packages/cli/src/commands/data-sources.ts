import { ConfigError, DataError, frameLength } from '@anodec/core';
import {
  checkFolder,
  type DataSet,
  dataSetNamed,
  dataSets,
  type FileCheck,
  presentEntities,
  readEntities,
  writeEntity,
} from '@anodec/data';
import { z } from 'zod';
import type { Context } from '../context.js';
import { defineCommand } from '../command.js';
import { PathsConfig, processedStore } from '@anodec/pipeline';
import { textTable } from '../view/text-table.js';

export const SourcesConfig = z.strictObject({
  name: z.string().optional().describe('Data set, such as asd; left out: the list of all'),
  check: z.string().optional().describe('Folder whose files are compared with those published'),
  prepare: z
    .string()
    .optional()
    .describe('Folder whose machines are each made a data set of its own, NAME-MACHINE'),
  entities: z
    .array(z.string())
    .default([])
    .describe('Machines to prepare; left out: all whose files are there'),
});

export const dataSources = defineCommand({
  summary: 'Public data sets: how to get them, whether the files are right, their machines',
  sections: { source: SourcesConfig, paths: PathsConfig },
  positionals: ['name'],
  examples: [
    ['anodec data sources', 'which there are'],
    ['anodec data sources swat', 'how to get SWaT, step by step'],
    ['anodec data sources asd --check asd', 'whether the files are those that were published'],
    [
      'anodec data sources asd --prepare asd',
      'a data set for each server: train --dataset asd-omi-2',
    ],
  ],
  async run({ source: { name, check, prepare, entities }, paths }, context) {
    if (name === undefined) {
      if (check !== undefined || prepare !== undefined) {
        throw new ConfigError(
          `There must be a data set to check or prepare. Known are: ${Object.keys(dataSets).join(', ')}.`,
        );
      }
      return listAll(context);
    }
    const dataSet = dataSetNamed(name);
    if (check !== undefined) await checkFiles(name, dataSet, check, context);
    if (prepare !== undefined) {
      const named = entities.length > 0 ? entities : undefined;
      const recordings = readEntities(dataSet, prepare, named, { signal: context.signal });
      for await (const recording of recordings) {
        const dataset = `${name}-${recording.entity}`;
        const path = processedStore({ ...paths, dataset });
        await writeEntity(path, recording);
        const rows = recording.normal.reduce((sum, frame) => sum + frameLength(frame), 0);
        const judged = frameLength(recording.attack);
        context.print(
          `${dataset}: ${rows.toLocaleString('en')} rows of normal operation, ` +
            `${judged.toLocaleString('en')} to judge, known anomalies: ${recording.attacks.length} → ${path}`,
        );
      }
      context.print(`Train on one with: anodec train --dataset ${name}-MACHINE`);
    }
    if (check === undefined && prepare === undefined) showOne(dataSet, context);
  },
});

function listAll({ print }: Context): void {
  const rows = Object.entries(dataSets).map(([name, { title, about }]) => [name, title, about]);
  for (const line of textTable(rows)) print(line);
  print('How to get one: anodec data sources NAME');
}

function showOne(dataSet: DataSet, { print }: Context): void {
  const { title, about, licence, source, steps, files, entities } = dataSet;
  print(`${title}\n${about}.\nFrom:    ${source}\nLicence: ${licence}`);
  for (const [n, step] of steps.entries()) print(`${n + 1}. ${step}`);
  if (files.length > 0) print('Files:');
  for (const { path, sha256, optional } of files) {
    print(`  ${path}${optional ? ' (optional)' : ''}${sha256 ? `  SHA-256 ${sha256}` : ''}`);
  }
  const names = Object.keys(entities);
  if (names.length > 0) print(`Machines: ${names.join(', ')}`);
}

const STATES: Readonly<Record<FileCheck['state'], string>> = {
  same: 'as published',
  fits: 'laid out as published (no checksum is known)',
  there: 'there (neither checksum nor layout is known)',
  changed: 'laid out as published, but changed',
  missing: 'missing',
  wrong: 'not laid out as published',
};

/** @throws DataError when a file is missing that must be there, or is not laid out as published */
async function checkFiles(
  name: string,
  dataSet: DataSet,
  folder: string,
  { print, signal }: Context,
): Promise<void> {
  const checks = await checkFolder(dataSet, folder, { signal });
  // a missing file that nobody needs says nothing
  const shown = checks.filter(({ state, optional }) => state !== 'missing' || !optional);
  const width = Math.max(0, ...shown.map(({ path }) => path.length));
  for (const { path, state, note } of shown) {
    print(`${path.padEnd(width)}  ${STATES[state]}${note ? `: ${note}` : ''}`);
  }
  const present = presentEntities(dataSet, folder);
  if (present.length > 0) print(`Machines that can be read: ${present.join(', ')}`);
  const faults = shown.filter(({ state }) => state === 'missing' || state === 'wrong');
  const none = shown.length === 0 && dataSet.files.length > 0;
  if (faults.length === 0 && !none) return;
  const got = none
    ? 'none of its files'
    : `${faults.length} that are missing or otherwise laid out`;
  throw new DataError(
    `${folder} must hold the files of ${dataSet.title}, got ${got}. ` +
      `See how to get them: anodec data sources ${name}`,
  );
}
