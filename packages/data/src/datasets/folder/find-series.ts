/**
 * Finds the series of a folder by their file names: in the folder itself and in folders up to two
 * levels below it. To add a rule: one file beside this one, one line here.
 */
import { readdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { faultTables } from './fault-tables.js';
import { pairedTables } from './paired-tables.js';
import type { Listing, Series, SeriesRule, SeriesSettings } from './series.js';
import { windowedSeries } from './windowed-series.js';

/** The rules, in the order in which they are tried; each takes files of its own. */
export const seriesRules: readonly SeriesRule[] = [pairedTables, faultTables, windowedSeries];

const DEPTH = 2;

/**
 * Finds all series of a folder, sorted by folder and name.
 *
 * @throws DataError when the folder cannot be read or no rule finds a series in it
 */
export async function findSeries(
  folder: string,
  settings: SeriesSettings = {},
): Promise<readonly Series[]> {
  const listings = await listFolders(folder, folder, DEPTH);
  const found = listings.flatMap((listing) =>
    seriesRules.flatMap((rule) => rule.find(listing, listings, settings)),
  );
  if (found.length === 0) {
    const rules = seriesRules.map(({ rule }) => `  ${rule}`).join('\n');
    throw new DataError(
      `${folder} must hold data sets by one of these rules, got ${countFiles(listings)} of other names:\n${rules}`,
    );
  }
  return found;
}

function countFiles(listings: readonly Listing[]): string {
  const files = listings.reduce((sum, listing) => sum + listing.files.length, 0);
  return files === 1 ? '1 file' : `${files} files`;
}

async function listFolders(root: string, path: string, depth: number): Promise<Listing[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  const names = (wanted: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries.filter(wanted).map(({ name }) => name);
  const below = names((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const here: Listing = {
    path,
    group: relative(root, path) || basename(resolve(root)),
    files: names((entry) => !entry.isDirectory()).sort(byNumbers),
  };
  if (depth === 0) return [here];
  const lists = await Promise.all(
    below.sort(byNumbers).map((name) => listFolders(root, join(path, name), depth - 1)),
  );
  return [here, ...lists.flat()];
}

/** omi-2 before omi-11. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
