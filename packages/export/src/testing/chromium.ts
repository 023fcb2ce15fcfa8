/**
 * A headless Chromium, driven over its debugging pipe: messages are JSON, each ended by a zero byte.
 *
 * Source: https://chromedevtools.github.io/devtools-protocol, domains Target, DOM and Runtime.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium, by CHROMIUM or in its usual places; undefined where there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM } = process.env;
  return [...(CHROMIUM ? [CHROMIUM] : []), ...PLACES].find((path) => existsSync(path));
}

/** An open page. */
export interface BrowserPage {
  /** The value of an expression; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>;
  /** Chooses a file in the input that a selector finds. */
  chooseFile(selector: string, path: string): Promise<void>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Opens a page. */
export async function openPage(executable: string, url: string): Promise<BrowserPage> {
  const profile = mkdtempSync(join(tmpdir(), 'anodec-chromium-'));
  const browser = spawn(
    executable,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-extensions',
      '--disable-sync',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const send = connect(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
  const { targetId } = await send('Target.createTarget', { url });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method: string, params: Record<string, unknown>) => send(method, params, sessionId);
  return {
    async evaluate(expression) {
      const asked = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await ask('Runtime.evaluate', asked);
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value?: unknown }).value;
    },
    async chooseFile(selector, path) {
      const { root } = await ask('DOM.getDocument', {});
      const { nodeId } = root as { nodeId: number };
      const found = await ask('DOM.querySelector', { nodeId, selector });
      await ask('DOM.setFileInputFiles', { nodeId: found.nodeId, files: [path] });
    },
    close() {
      browser.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
      browser.kill();
    },
  };
}

/** Makes the function that sends a command and waits for its result. */
function connect(input: Writable, output: Readable) {
  const waiting = new Map<number, (message: Message) => void>();
  let rest = '';
  output.on('data', (piece: Buffer) => {
    const parts = (rest + piece.toString()).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      waiting.get(message.id ?? -1)?.(message);
    }
  });
  let last = 0;
  return (
    method: string,
    params: Record<string, unknown>,
    sessionId?: unknown,
  ): Promise<Record<string, unknown>> => {
    const id = ++last;
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ result = {}, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
    });
  };
}
