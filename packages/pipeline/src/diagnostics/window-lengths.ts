/** Results over window lengths, from the reports of runs that differ in nothing else. */
import { isRecord, isUserError } from '@anodec/core';
import type { AlarmCounts } from '@anodec/metrics';
import { parseEvaluationReport, type SensitivityGroup, type VariantResult } from '@anodec/report';
import { listRuns, openRun } from '@anodec/runs';
import { windowSizeOf } from '../detectors/registry.js';
import { readSettings, type TrainedRun } from '../runs/trained-run.js';
import type { TrainSettings } from '../settings/settings.js';

/**
 * Compares with other runs of the same folder that were evaluated on the same recordings.
 *
 * @param counts of the run itself
 * @param hashes of the recordings, normal and test
 */
export async function compareWindowLengths(
  { run, settings }: TrainedRun,
  counts: AlarmCounts,
  hashes: readonly string[],
): Promise<SensitivityGroup> {
  const own = windowSizeOf(settings.detector);
  const variants: VariantResult[] = [{ name: `${own} rows`, chosen: true, counts }];
  for (const { version, path } of await listRuns(settings.paths.logs)) {
    if (version === run.version || path === run.path) continue;
    const other = await resultOf(settings.paths.logs, version, { settings, hashes });
    if (other && !variants.some(({ name }) => name === other.name)) variants.push(other);
  }
  const how =
    variants.length > 1
      ? 'reports of runs that differ in windowSize alone'
      : 'train again with another windowSize on the same data, score, evaluate, and evaluate this run again';
  const sorted = variants.sort((a, b) => parseInt(a.name, 10) - parseInt(b.name, 10));
  return { what: 'Window length', how, variants: sorted, failed: [] };
}

/** The result of another run; undefined where it differs in more than its window, or has no report. */
async function resultOf(
  logs: string,
  version: number,
  same: { readonly settings: TrainSettings; readonly hashes: readonly string[] },
): Promise<VariantResult | undefined> {
  try {
    const run = await openRun(logs, version);
    const settings = await readSettings(run);
    if (withoutWindow(settings) !== withoutWindow(same.settings)) return undefined;
    const json = await run.readReport();
    if (!isRecord(json)) return undefined;
    const { diagnostics } = parseEvaluationReport(json, run.path);
    const hashes = (diagnostics?.recordings ?? []).map(({ sha256 }) => sha256);
    const used = diagnostics?.sweep?.find(({ factor }) => factor === 1);
    if (!used || hashes.join() !== same.hashes.join()) return undefined;
    const { factor: _, threshold: __, ...counts } = used;
    return { name: `${windowSizeOf(settings.detector)} rows`, chosen: false, counts };
  } catch (error) {
    if (isUserError(error)) return undefined; // a run of an earlier format, or a damaged one
    throw error;
  }
}

/** The settings of a run but for its window and its folder, to be compared. */
function withoutWindow({ detector, paths, ...rest }: TrainSettings): string {
  const { windowSize: _, ...others } = detector;
  return JSON.stringify({ ...rest, others, dataset: paths.dataset });
}
