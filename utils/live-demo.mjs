// A live scoring to try out: a made-up plant that runs, a model of it, and a page with buttons that attack the plant.
//
//     npm run live-demo                        until Ctrl-C
//     npm run live-demo -- --port 9000         the page on another port; 0 takes any that is free
//     npm run live-demo -- --speed 20          seconds of the plant for each second
//
// Everything lies in a temporary folder, which goes at the end. The plant runs in this process; scorer and page are
// `anodec watch` and `anodec dashboard`, as anyone would start them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const packages = join(dirname(fileURLToPath(import.meta.url)), '../packages');
const BIN = join(packages, 'cli/dist/bin.js');
/** Four hours of the plant, in which every rhythm of it occurs. */
const TRAINING_SECONDS = 4 * 3600;
/** Milliseconds that children have to end by themselves. */
const PATIENCE = 5000;

const { port, speed } = options();
const folder = mkdtempSync(join(tmpdir(), 'anodec-live-demo-'));
const children = new Set();
let plant;
let ending;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}

async function start() {
  const { serveLivePlant } = await library('dashboard');
  const { createLivePlant, LIVE_HEADER, LivePlantConfig } = await library('simulator');
  const seconds = TRAINING_SECONDS.toLocaleString('en');
  console.log(`Training on ${seconds} s of the plant in normal operation …`);
  const normal = createLivePlant(LivePlantConfig.parse({ seed: 1 }), Date.now() - 864e5);
  const table = join(folder, 'normal.csv');
  writeFileSync(table, LIVE_HEADER + normal.advance(TRAINING_SECONDS));
  const run = await train(table);
  if (ending) return;
  plant = await serveLivePlant(LivePlantConfig.parse({ seed: 2, speed }));
  const logs = join(folder, 'lightning_logs');
  launch(['watch', run, '--logs', logs, '--from', `${plant.url}/rows.csv`, '--name', 'plant']);
  launch(['dashboard', '--logs', logs, '--plant', plant.url, '--port', String(port)], (line) => {
    const link = /http:\S+/.exec(line)?.[0];
    if (!link) return;
    console.log(
      `Open ${link.replace(/\/?$/, '/live/version_0.plant')} and press a button to attack the plant.`,
    );
    console.log('Ctrl-C stops it all.');
  });
}

/** @returns the folder of the run */
async function train(normal) {
  const { PathsConfig, prepareTables, trainRun } = await library('pipeline');
  const logs = join(folder, 'lightning_logs');
  const paths = PathsConfig.parse({ dataRoot: join(folder, 'data'), logs });
  const prepared = await prepareTables({ normal, paths });
  const { run } = await trainRun({ paths: prepared.paths, detector: { kind: 'pca' } });
  return run.path;
}

/** Starts a command; when it ends by itself, everything ends. */
function launch(args, onLine) {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // Ctrl-C is passed on once, by us
  });
  let said = '';
  children.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      said = (said + text).slice(-4000);
      for (const line of text.split('\n')) onLine?.(line);
    });
  }
  child.on('close', (code) => {
    children.delete(child);
    if (ending) return;
    console.error(`anodec ${args[0]} ended with ${code}:\n${said}`);
    void end(1);
  });
}

/** Ends everything, once. */
function end(code) {
  ending ??= (async () => {
    const closed = [...children].map((child) => new Promise((done) => child.once('close', done)));
    for (const child of children) child.kill('SIGINT');
    await Promise.race([
      Promise.all(closed),
      new Promise((done) => setTimeout(done, PATIENCE).unref()),
    ]);
    await plant?.stop();
    process.exit(code);
  })();
  return ending;
}

function library(name) {
  return import(new URL(`../packages/${name}/dist/index.js`, import.meta.url).href);
}

function options() {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8050' }, speed: { type: 'string', default: '5' } },
  });
  const [portNumber, rate] = [Number(values.port), Number(values.speed)];
  if (Number.isInteger(portNumber) && portNumber >= 0 && portNumber < 65_536 && rate > 0) {
    return { port: portNumber, speed: rate };
  }
  console.error(
    `--port must be a port and --speed a number above 0, got ${values.port} and ${values.speed}.`,
  );
  return process.exit(2);
}
