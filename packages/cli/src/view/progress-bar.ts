/** Progress as a bar on a terminal, drawn by cli-progress; silent in a pipe. */
import { formatDuration, type Progress, silentProgress } from '@anodec/core';
import { SingleBar } from 'cli-progress';

const REDRAW_MILLISECONDS = 100;

/** A bar on standard error when that is a terminal, so that standard output stays clean. */
export function createProgressBar(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? new BarProgress(stream) : silentProgress;
}

class BarProgress implements Progress {
  readonly #bar: SingleBar;
  #begun = 0;
  #total = 0;
  #drawn = 0;
  #running = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#bar = new SingleBar({
      stream,
      format: '  {label} {bar} {percent} {left}{note}',
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: false,
    });
  }

  begin(label: string, total: number): void {
    this.end();
    this.#begun = performance.now();
    this.#total = total;
    this.#drawn = 0;
    this.#running = true;
    this.#bar.start(Math.max(total, 1), 0, { label, percent: '', left: '', note: '' });
  }

  update(done: number, note = ''): void {
    const now = performance.now();
    if (!this.#running || now - this.#drawn < REDRAW_MILLISECONDS) return;
    this.#drawn = now;
    const share = this.#total > 0 ? done / this.#total : 0;
    const left = share > 0 ? formatDuration(((now - this.#begun) * (1 - share)) / share) : '';
    this.#bar.update(done, {
      percent: this.#total > 0 ? `${Math.floor(share * 100)} %` : '',
      left: left === '' ? '' : `${left} left${note === '' ? '' : ' · '}`,
      note,
    });
  }

  end(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#bar.stop();
  }
}
