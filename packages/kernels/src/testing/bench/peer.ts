/**
 * Programs that are timed against each other. Each is a process of its own that waits for a line of
 * JSON on standard input, executes it, and answers with a line: so they take turns in one run, and other
 * load on the machine affects them alike.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ModelSizes } from './models.js';

/** A request: to build a model, to repeat something for so many milliseconds, or to say how much memory it took. */
export type PeerRequest =
  | { readonly command: 'load'; readonly model: ModelSizes }
  | { readonly command: 'train' | 'score'; readonly milliseconds: number }
  | { readonly command: 'memory' };

/** An answer: to `load` a description of the peer, to `memory` the peak in bytes, to the others the median milliseconds. */
export interface PeerAnswer {
  readonly about?: string;
  readonly milliseconds?: number;
  readonly bytes?: number;
  readonly error?: string;
}

/** A program that can be timed in turns. */
export interface TimedPeer {
  /** Builds the model. @returns a description: versions, threads */
  load(model: ModelSizes): Promise<string>;
  /**
   * Repeats something, at least once, until so many milliseconds have passed.
   *
   * @returns the median of the repetitions in milliseconds, by the peer's own clock
   */
  time(command: 'train' | 'score', milliseconds: number): Promise<number>;
}

/** A process that times itself. */
export class Peer implements TimedPeer {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];
  #ended: string | undefined;

  constructor(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.name = name;
    this.#process = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const end = (why: string) => {
      this.#ended = why;
      for (const answer of this.#waiting.splice(0)) answer(JSON.stringify({ error: why }));
    };
    this.#process.on('error', (error) => end(error.message));
    this.#process.on('exit', (code) => end(`it ended with code ${code}`));
    const { stdout } = this.#process;
    if (stdout) createInterface(stdout).on('line', (line) => this.#waiting.shift()?.(line));
  }

  async load(model: ModelSizes): Promise<string> {
    return (await this.#ask({ command: 'load', model })).about ?? '';
  }

  async time(command: 'train' | 'score', milliseconds: number): Promise<number> {
    return (await this.#ask({ command, milliseconds })).milliseconds ?? NaN;
  }

  /** The most bytes that the process has held in memory so far. */
  async peakBytes(): Promise<number> {
    return (await this.#ask({ command: 'memory' })).bytes ?? NaN;
  }

  close(): void {
    this.#process.stdin?.end();
  }

  async #ask(request: PeerRequest): Promise<PeerAnswer> {
    const line = await new Promise<string>((resolve) => {
      if (this.#ended !== undefined) return resolve(JSON.stringify({ error: this.#ended }));
      this.#waiting.push(resolve);
      this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    });
    const answer = JSON.parse(line) as PeerAnswer;
    if (answer.error !== undefined) throw new Error(`${this.name}: ${answer.error}`);
    return answer;
  }
}

/** The settings of a peer of this package. */
export interface KernelsOptions {
  readonly backend: string;
  readonly threads?: number;
  readonly strict?: boolean;
}

/** The operations of this package on one of its backends. */
export function startKernels(name: string, options: KernelsOptions): Peer {
  return startScript(name, 'kernels-peer', [JSON.stringify(options)]);
}

/** TensorFlow.js's own layers and optimiser. */
export function startStock(name: string, backend: string): Peer {
  return startScript(name, 'stock-peer', [backend]);
}

/** PyTorch on the processor. */
export function startTorch(
  name: string,
  python: string,
  threads: number,
  env: NodeJS.ProcessEnv = {},
): Peer {
  const script = fileURLToPath(new URL('./torch-peer.py', import.meta.url));
  return new Peer(name, python, [script, String(threads)], env);
}

/** From the source beside this file, with the condition and the loader of `npm run bench`; in a bundle, from the bundle. */
function startScript(name: string, script: string, args: readonly string[]): Peer {
  const isSource = import.meta.url.endsWith('.ts');
  const file = `./${script}.${isSource ? 'ts' : 'mjs'}`;
  const path = fileURLToPath(new URL(file, import.meta.url));
  const loader = isSource ? ['--conditions=@anodec/source', '--import', 'tsx'] : [];
  return new Peer(name, process.execPath, [...loader, path, ...args]);
}
