/** What became of the models of a live scoring, on a terminal. */
import type { LiveModelEvent } from '@anodec/runs';
import { timeText } from './live-time.js';

const WORDS: Readonly<Record<LiveModelEvent['state'], string>> = {
  training: 'a new model is trained',
  postponed: 'a new model was not trained',
  failed: 'a new model came to nothing',
  shadow: 'a new model runs beside the one in use',
  ready: 'the new model waits: promote or reject it with anodec models',
  promoted: 'the new model is in use',
  rejected: 'the new model was rejected',
  'rolled back': 'the model before is in use again',
};

/** One line: when, what, which run, why. */
export function modelLine({ state, time, run, training, reason }: LiveModelEvent): string {
  const number = training > 0 ? ` (training ${training})` : '';
  const which = run === undefined ? '' : ` ${run}`;
  return `${timeText(time)}  ${WORDS[state]}${number}:${which}${which === '' ? '' : '.'} ${reason}`;
}
