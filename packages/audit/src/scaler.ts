/** Was the preprocessing learned on training rows only? It is learned again on them and compared. */
import { isDeepStrictEqual } from 'node:util';
import { countOf, formatCount, frameLength } from '@anodec/core';
import { windowSizeOf } from '@anodec/pipeline';
import { prepareNormal, type Preprocessing } from '@anodec/preprocess';
import { type AuditCheck, passedIf } from './check.js';

export const scaler: AuditCheck = {
  key: 'scaler',
  title: 'Scaling and encoding were learned on training rows only',
  run({ trained: { preprocessing, settings }, recordings: { normal } }) {
    const windowSize = windowSizeOf(settings.detector);
    const { preprocessing: again, training } = prepareNormal(
      normal,
      settings.preprocess,
      windowSize,
    );
    const rows = training.reduce((sum, { raw }) => sum + frameLength(raw), 0);
    const differences = preprocessingDifferences(preprocessing, again);
    return {
      compared: `scaler ${preprocessing.scaler.kind} of ${countOf(preprocessing.scaler.channels.length, 'channel')}, learned again on ${countOf(rows, 'training row')}`,
      result: passedIf(differences.length === 0),
      finding: differences.length === 0 ? 'equal to the bit' : differences.join('; '),
    };
  },
};

/** The parts in which two fitted preprocessings differ, a phrase each; none where they are the same. */
export function preprocessingDifferences(stored: Preprocessing, again: Preprocessing): string[] {
  const { scaler: first, ...rest } = plain(stored);
  const { scaler: second, ...others } = plain(again);
  // runs of earlier versions do not know every part
  const parts = (Object.keys(rest) as (keyof typeof rest)[]).filter(
    (part) => !isDeepStrictEqual(rest[part], others[part]),
  );
  const maps = first.channels.filter((_, i) => !isDeepStrictEqual(first.maps[i], second.maps[i]));
  const same = first.kind === second.kind && isDeepStrictEqual(first.channels, second.channels);
  return [
    ...parts.map((part) => `${part} differs`),
    ...(same ? [] : ['the scaler has another kind or other channels']),
    ...(same && maps.length > 0
      ? [
          maps.length === 1
            ? `the scale of ${maps[0]} differs`
            : `the scale of ${formatCount(maps.length)} channels differs, first ${maps[0]}`,
        ]
      : []),
  ];
}

/** As it comes back from a file. */
function plain(preprocessing: Preprocessing): Preprocessing {
  return JSON.parse(JSON.stringify(preprocessing)) as Preprocessing;
}
