/** Writes scores and alarms to files, whose ending selects the format. */
import { writeFile } from 'node:fs/promises';
import { ConfigError } from '@anodec/core';
import {
  alarmsCsvOf,
  alarmsTable,
  alarmsToJson,
  type ScoreColumns,
  type ScoredPart,
  scoresCsvPieces,
  scoresTable,
  scoresToJson,
} from '@anodec/pipeline';
import {
  exportTable,
  isS3Path,
  replaceTable,
  type TableReader,
  tableWriters,
} from '@anodec/tables';

/** Where scores and alarms go; nowhere without a path. */
export interface ScoreFiles extends ScoreColumns {
  readonly out?: string;
  readonly alarms?: string;
}

/** Endings of files that scores and alarms can be written to. */
const ENDINGS = [...new Set(['.csv', '.json', ...Object.keys(tableWriters)])];

/** @throws ConfigError when the ending of a path is not known */
export function checkScoreFiles({ out, alarms }: ScoreFiles): void {
  for (const [name, path] of Object.entries({ out, alarms })) {
    if (path === undefined || endingOf(path)) continue;
    throw new ConfigError(
      `\`${name}\` must be a file that ends in ${ENDINGS.join(', ')}, got ${path}. Name one that does.`,
    );
  }
}

/** Writes the files that were asked for; each takes its place when it is complete. */
export async function writeScoreFiles(
  parts: readonly ScoredPart[],
  { out, alarms, channelScores }: ScoreFiles,
): Promise<void> {
  const options = { channelScores };
  if (out !== undefined) {
    await writeOne(out, {
      csv: () => scoresCsvPieces(parts, options),
      json: () => scoresToJson(parts, options),
      table: () => scoresTable(parts, options),
    });
  }
  if (alarms !== undefined) {
    await writeOne(alarms, {
      csv: () => alarmsCsvOf(parts),
      json: () => alarmsToJson(parts),
      table: () => alarmsTable(parts),
    });
  }
}

interface Forms {
  readonly csv: () => string | Iterable<string>;
  readonly json: () => string;
  readonly table: () => TableReader;
}

async function writeOne(path: string, { csv, json, table }: Forms): Promise<void> {
  const ending = endingOf(path);
  if (ending === '.csv') await replaceTable(path, (draft) => writeFile(draft, csv()));
  else if (ending === '.json') await replaceTable(path, (draft) => writeFile(draft, json()));
  else await exportTable(table(), path);
}

function endingOf(path: string): string | undefined {
  // an address may have options behind its name
  const name = isS3Path(path) ? path.replace(/\?.*$/s, '') : path;
  return ENDINGS.find((ending) => name.toLowerCase().endsWith(ending));
}
