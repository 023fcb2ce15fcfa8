/** What a user must know of a training whose validation loss was not a finite number. */
import type { EpochReport, FitSummary } from '@anodec/model';

const MEANING = {
  infinite:
    'errors of held-out rows, or their squares, are too large for single precision. Readings lie far out of the range ' +
    'of the training rows, or the weights have grown without bound. Set `clip` to cut such readings, or choose a ' +
    'smaller learningRate, and train anew.',
  unknown:
    'held-out windows have no reading that is known, or the network gave no numbers for them. Look at the gaps of the ' +
    'held-out rows, and hold out others with validationSplit or invertedSplit, or choose a smaller learningRate, and ' +
    'train anew.',
};

/** A sentence or two where the validation loss was infinite or NaN in an epoch, none elsewhere. */
export function lossNotes({
  reports,
  bestEpoch,
}: Pick<FitSummary, 'reports' | 'bestEpoch'>): string[] {
  const losses = reports.flatMap(validationLoss);
  const wrong = losses.filter(({ loss }) => !Number.isFinite(loss));
  const first = wrong.at(0);
  if (!first) return [];
  const isKept = wrong.some(({ epoch }) => epoch === bestEpoch);
  const kept = isKept
    ? 'also in the one that is kept, so that its scores and thresholds are not to be trusted'
    : 'not in the one that is kept';
  const meaning = Number.isNaN(first.loss) ? MEANING.unknown : MEANING.infinite;
  return [
    `The validation loss was ${first.loss} in ${wrong.length} of ${losses.length} epochs, ${kept}: ${meaning}`,
  ];
}

/** The validation loss of an epoch; none where it was not validated. */
function validationLoss({ epoch, valid }: EpochReport): { epoch: number; loss: number }[] {
  return 'loss' in valid ? [{ epoch, loss: valid.loss }] : [];
}
