/** The event writer knows nothing of our errors; here its errors become ours. */
import type { EventWriter } from 'tensorboard-logger';
import { fileError } from '@anodec/files';

/**
 * Opens a writer whose file faults are DataErrors.
 *
 * @throws DataError when the file cannot be made
 */
export function guardEventWriter(directory: string, open: () => EventWriter): EventWriter {
  const writer = guard(directory, open);
  const { path } = writer;
  return {
    path,
    scalar: (tag, value, step) => guard(path, () => writer.scalar(tag, value, step)),
    scalars: (values, step) => guard(path, () => writer.scalars(values, step)),
    text: (tag, text, step) => guard(path, () => writer.text(tag, text, step)),
    histogram: (tag, values, step) => guard(path, () => writer.histogram(tag, values, step)),
    hyperparameters: (settings) => guard(path, () => writer.hyperparameters(settings)),
    endSession: (status) => guard(path, () => writer.endSession(status)),
    flush: () => guard(path, () => writer.flush()),
    close: () => guard(path, () => writer.close()),
  };
}

function guard<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw fileError(error, path, 'written');
  }
}
