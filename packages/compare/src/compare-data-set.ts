/** Contenders on the same test recordings, side by side. */
import { checkStopped, ConfigError, type Listeners, withProgress } from '@anodec/core';
import { comparePaired, correctTests } from '@anodec/metrics';
import {
  type AttackAgreement,
  type ComparedDataSet,
  type ComparedPair,
  metricPanel,
} from '@anodec/report';
import { type DetectedContender, runName } from './contenders.js';

/**
 * Panel, attacks and paired tests.
 *
 * @param reference index of the contender that all others are tested against; every two unless given
 * @throws ConfigError when there are fewer than two
 * @throws StoppedError when the signal was raised
 */
export async function compareDataSet(
  contenders: readonly DetectedContender[],
  reference?: number,
  listeners: Listeners = {},
): Promise<ComparedDataSet> {
  if (contenders.length < 2) {
    throw new ConfigError(
      `At least 2 detectors must be compared, got ${contenders.length}. Name two runs, or set \`baselines\`.`,
    );
  }
  const [{ runs }] = contenders;
  const [{ clock, recorded, trained }] = runs;
  return {
    name: trained.settings.paths.dataset,
    recordings: recorded.map(({ source }) => source),
    contenders: contenders.map(({ name, runs: own }) => ({ name, runs: own.map(runName) })),
    panel: metricPanel(
      contenders.map((one) => one.runs.map(({ evaluation }) => evaluation)),
      clock,
    ),
    attacks: agreement(contenders),
    pairs: await testPairs(contenders, reference, listeners),
  };
}

function agreement(contenders: readonly DetectedContender[]): AttackAgreement[] {
  const [{ runs }] = contenders;
  return runs[0].outcome.attacks.map(({ name, recording }, i) => ({
    name,
    ...(recording !== undefined && { recording }),
    detected: contenders.map(({ runs: own }) => {
      const hits = own.filter(({ outcome }) => outcome.attacks[i].detected).length;
      return hits / own.length;
    }),
  }));
}

/** Tests of pairs, corrected together. @throws StoppedError when the signal was raised */
async function testPairs(
  contenders: readonly DetectedContender[],
  reference: number | undefined,
  { progress, signal }: Listeners,
): Promise<ComparedPair[]> {
  const outcomes = contenders.map(({ runs }) => runs.map(({ outcome }) => outcome));
  const chosen = contenders.flatMap((_, first) =>
    contenders
      .map((__, second) => ({ first, second }))
      .filter(({ second }) => first < second && first === (reference ?? first)),
  );
  const pairs: ComparedPair[] = [];
  const task = { label: 'Testing differences', total: chosen.length, unit: 'pairs' };
  await withProgress(progress, task, async (update) => {
    for (const pair of chosen) {
      await new Promise(setImmediate); // lets Ctrl-C through between pairs
      checkStopped(signal, 'testing differences');
      pairs.push({ ...pair, tests: comparePaired(outcomes[pair.first], outcomes[pair.second]) });
      update(pairs.length);
    }
  });
  const corrected = correctTests(pairs.flatMap(({ tests }) => tests));
  let at = 0;
  return pairs.map(({ tests, ...pair }) => {
    const own = corrected.slice(at, at + tests.length);
    at += tests.length;
    return { ...pair, tests: own };
  });
}
