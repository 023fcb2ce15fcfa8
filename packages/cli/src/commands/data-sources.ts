/** `anodec data sources`. */
import { ConfigError, DataError, formatCount, countOf, frameLength } from '@anodec/core';
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
import { PathsConfig, processedStore } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import type { Context } from '../context.js';
import { flagsOf } from '../flags.js';
import { namesAsFlags } from '../setting-names.js';
import { hintFlags } from '../view/hint-flags.js';
import { textTable } from '../view/text-table.js';
import { run } from './run.js';

export const SourcesConfig = z.strictObject({
  name: z.string().optional().describe('Public data set, such as asd (default: list all)'),
  check: z
    .string()
    .optional()
    .describe('Folder whose files are checked against the published ones'),
  prepare: z
    .string()
    .optional()
    .describe('Folder whose machines each become a prepared data set, NAME-MACHINE'),
  entities: z
    .array(z.string())
    .default([])
    .describe('Machines to prepare (default: all whose files are there)'),
});

export const dataSources = defineCommand({
  sections: { source: SourcesConfig, paths: PathsConfig },
  examples: [
    ['anodec data sources', 'the public data sets'],
    ['anodec data sources swat', 'how to get SWaT, step by step'],
    ['anodec data sources asd --check asd', 'check the files against the published ones'],
    ['anodec data sources asd --prepare asd', 'a data set for each server, such as asd-omi-2'],
  ],
  async run({ source: { name, check, prepare, entities }, paths }, context) {
    if (name === undefined) {
      if (check !== undefined || prepare !== undefined) {
        throw new ConfigError(
          `A data set must be named to check or prepare it. Known are: ${Object.keys(dataSets).join(', ')}.`,
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
        const testRows = frameLength(recording.attack);
        context.print(
          `${dataset}: ${countOf(rows, 'row')} of normal operation, ` +
            `${formatCount(testRows)} test rows, known anomalies: ${recording.attacks.length} → ${path}`,
        );
      }
      const flags = hintFlags({ ...paths, dataset: `${name}-MACHINE` });
      context.print(`Next: npx anodec train${flags}`);
    }
    if (check === undefined && prepare === undefined) showOne(dataSet, context);
  },
});

function listAll({ print }: Context): void {
  const rows = Object.entries(dataSets).map(([name, { title, about }]) => [name, title, about]);
  for (const line of textTable(rows)) print(line);
  print('How to get one: npx anodec data sources NAME');
}

function showOne(dataSet: DataSet, { print }: Context): void {
  const { title, about, licence, source, steps, files, entities } = dataSet;
  print(`${title}\n${about}.\nFrom:    ${source}\nLicence: ${licence}`);
  const flags = flagsOf({ ...dataSources.sections, ...run.sections });
  for (const [n, step] of steps.entries()) print(`${n + 1}. ${namesAsFlags(step, flags)}`);
  if (files.length > 0) print('Files:');
  for (const { path, sha256, optional } of files) {
    print(`  ${path}${optional ? ' (optional)' : ''}${sha256 ? `  SHA-256 ${sha256}` : ''}`);
  }
  const names = Object.keys(entities);
  if (names.length > 0) print(`Machines: ${names.join(', ')}`);
}

const STATES: Readonly<Record<FileCheck['state'], string>> = {
  same: 'as published (checksum)',
  fits: 'laid out as published (no checksum is known)',
  there: 'there (neither checksum nor layout is known)',
  changed: 'laid out as published, but changed',
  missing: 'missing',
  wrong: 'not laid out as published',
};

/** @throws DataError when a file is missing that must be there, or is not as published */
async function checkFiles(
  name: string,
  dataSet: DataSet,
  folder: string,
  { print, signal }: Context,
): Promise<void> {
  const checks = await checkFolder(dataSet, folder, { signal });
  // a missing file that is optional is no finding
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
