/** A line for each step of a run: its result and how long it took. */
import { formatDuration } from '@anodec/core';
import type { StepEvent } from '@anodec/pipeline';
import type { Context } from '../context.js';
import {
  convertedLine,
  notableRepairs,
  preparedLine,
  scoredLine,
  simulatedLine,
  trainedLine,
  unpackedLines,
} from './result-lines.js';

const TITLES: Readonly<Record<StepEvent['step'], string>> = {
  simulate: 'Simulate',
  unpack: 'Unpack',
  convert: 'Convert',
  prepare: 'Prepare',
  train: 'Train',
  score: 'Score',
  evaluate: 'Report',
};

/** Prints each finished step with its number. @param count how many steps there are */
export function createStepPrinter({ print, asFlags, progress }: Context, count: number) {
  let number = 0;
  return (event: StepEvent): void => {
    progress.end();
    if (event.step === 'unpack') {
      for (const line of unpackedLines(event.result)) print(line);
      return;
    }
    number++;
    const took = formatDuration(event.milliseconds);
    const [line, ...more] = linesOf(event);
    print(`${number}/${count} ${TITLES[event.step].padEnd(9)} ${line} (${took})`);
    for (const one of more) print(`    ${asFlags?.(one) ?? one}`);
  };
}

function linesOf(event: StepEvent): string[] {
  switch (event.step) {
    case 'simulate':
      return [simulatedLine(event.result)];
    case 'unpack':
      return [...unpackedLines(event.result)];
    case 'convert': {
      const { replaced } = event.result;
      return [convertedLine(event.result), ...(replaced === undefined ? [] : [replaced])];
    }
    case 'prepare':
      return [preparedLine(event.result), ...notableRepairs(event.result)];
    case 'train':
      return [trainedLine(event.result), ...event.result.notes];
    case 'score':
      return scoredLine(event.result);
    default:
      return [event.result.page, ...event.result.notes];
  }
}
