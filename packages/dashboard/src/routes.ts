/** The addresses of the dashboard. */
import { basename, sep } from 'node:path';
import {
  type Answer,
  createLimiter,
  EMBEDDED_POLICY,
  htmlAnswer,
  HttpError,
  jsonAnswer,
  readJson,
  type Route,
} from '@anodec/http';
import { type Run, runAt } from '@anodec/runs';
import { compareStories, readRunStory } from '@anodec/tracking';
import { type ListedAlarm, runAlarms, streamAlarms } from './alarms/alarm-list.js';
import { changeAlarm, parseAlarmChange } from './alarms/change-alarm.js';
import type { Assets } from './assets.js';
import { alarmsPage } from './pages/alarms-page.js';
import { comparePage } from './pages/compare-page.js';
import { streamPage, streamsPage } from './pages/live-page.js';
import { plantControls } from './pages/plant-controls.js';
import { lossCurves, runPage } from './pages/run-page.js';
import { runsPage } from './pages/runs-page.js';
import { sensorsPage } from './pages/sensors-page.js';
import { uploadPage } from './pages/upload-page.js';
import type { Plant } from './plant/connect-plant.js';
import { runOf } from './run-names.js';
import { scoreUpload } from './score-upload.js';
import type { SensorStore, SensorTables } from './sensors/sensor-store.js';
import { rowsCsv } from './streams/rows-csv.js';
import { columnsOf } from './streams/stream.js';
import type { Watcher } from './streams/watcher.js';

/** Runs that one page can compare. */
const MOST_COMPARED = 8;

/** Tables that may wait to be scored. */
const MOST_UPLOADS = 8;

/** What the routes work with. */
export interface DashboardParts {
  readonly logs: string;
  readonly watcher: Watcher;
  readonly assets: Assets;
  readonly tables: SensorTables;
  readonly sensors: SensorStore;
  /** A made-up plant in which attacks can be started. */
  readonly plant?: Plant;
}

/** The routes of runs, live scorings and alarms. */
export function dashboardRoutes(parts: DashboardParts): Route[] {
  return [
    ...fileRoutes(parts),
    ...runRoutes(parts),
    ...liveRoutes(parts),
    ...alarmRoutes(parts),
    ...sensorRoutes(parts),
    ...uploadRoutes(parts),
    ...plantRoutes(parts),
  ];
}

function fileRoutes({ assets, watcher }: DashboardParts): Route[] {
  return [
    file('/style.css', 'text/css', assets.style),
    file('/page.js', 'text/javascript', assets.script),
    { method: 'GET', path: '/health', open: true, handle: () => jsonAnswer({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/events',
      handle: () => ({
        events: (send, signal) =>
          watcher.listen(({ topic }) => topic !== 'rows' && send('changed', { topic }), signal),
      }),
    },
  ];
}

function file(path: string, type: string, body: string): Route {
  return { method: 'GET', path, handle: () => ({ type, body }) };
}

function runRoutes({ logs, watcher }: DashboardParts): Route[] {
  const find = async (name: string): Promise<Run> => runOf(logs, name, await watcher.runs());
  return [
    {
      method: 'GET',
      path: '/',
      handle: async () => {
        const streams = await watcher.streams();
        const alarms = await allAlarms({ watcher });
        const newAlarms = alarms.filter(({ record }) => record.acknowledged === null).length;
        const counts = { streams: streams.length, newAlarms };
        return htmlAnswer(runsPage(await watcher.runs(), counts, logs));
      },
    },
    {
      method: 'GET',
      path: '/runs/:run',
      handle: async ({ params }) => {
        const run = await find(params.run);
        const inside = run.path + sep; // not the path alone, which version_10 begins with as well
        const streams = (await watcher.streams()).filter(({ folder }) => folder.startsWith(inside));
        const page = runPage({
          name: params.run,
          story: await readRunStory(run),
          alarms: await runAlarms(run.path),
          hasReport: (await run.readReportPage()) !== undefined,
          streams: streams.map(({ id }) => id),
        });
        return htmlAnswer(page);
      },
    },
    {
      method: 'GET',
      path: '/runs/:run/report',
      handle: async ({ params }) => reportAnswer(await find(params.run)),
    },
    {
      method: 'GET',
      path: '/api/runs/:run/curves',
      handle: async ({ params }) => {
        const { epochs } = await readRunStory(await find(params.run));
        return jsonAnswer(lossCurves([{ name: params.run, epochs }]));
      },
    },
    {
      method: 'GET',
      path: '/compare',
      handle: async ({ query }) => {
        const stories = await storiesOf(query.getAll('run'), find);
        const names = stories.map(({ path }) => basename(path));
        return htmlAnswer(comparePage(names, compareStories(stories)));
      },
    },
    {
      method: 'GET',
      path: '/api/curves',
      handle: async ({ query }) => {
        const stories = await storiesOf(query.getAll('run'), find);
        const runs = stories.map(({ path, epochs }) => ({ name: basename(path), epochs }));
        return jsonAnswer(lossCurves(runs));
      },
    },
  ];
}

async function storiesOf(names: readonly string[], find: (name: string) => Promise<Run>) {
  const chosen = [...new Set(names)];
  if (chosen.length < 2 || chosen.length > MOST_COMPARED) {
    throw new HttpError(
      400,
      `2 to ${MOST_COMPARED} runs must be chosen to compare them, got ${chosen.length}. Go back and choose.`,
    );
  }
  return Promise.all(chosen.map(async (name) => readRunStory(await find(name))));
}

/** The report as it was written; it holds its script, and so runs apart from the page around it. */
async function reportAnswer(run: Run): Promise<Answer> {
  const page = await run.readReportPage();
  if (page === undefined) throw new HttpError(404, `${basename(run.path)} has no report yet.`);
  return { ...htmlAnswer(page), headers: { 'content-security-policy': EMBEDDED_POLICY } };
}

function liveRoutes({ watcher, plant }: DashboardParts): Route[] {
  return [
    {
      method: 'GET',
      path: '/live',
      handle: async () => htmlAnswer(streamsPage(await watcher.streams())),
    },
    {
      method: 'GET',
      path: '/live/:id',
      handle: async ({ params }) => {
        const stream = await watcher.stream(params.id);
        const controls = plant && plantControls(await plant.state());
        return htmlAnswer(streamPage(stream, await streamAlarms(stream), controls));
      },
    },
    {
      method: 'GET',
      path: '/live/:id/rows.csv',
      handle: async ({ params }) => {
        const rows = (await watcher.stream(params.id)).rows();
        return { type: 'text/csv', body: rowsCsv(rows) };
      },
    },
    {
      method: 'GET',
      path: '/live/:id/events',
      handle: async ({ params, query }) => {
        const stream = await watcher.stream(params.id);
        const after = Number(query.get('after') ?? -1);
        return {
          events(send, signal) {
            const missed = stream.rows().filter(({ row }) => row > after);
            if (missed.length > 0) send('rows', columnsOf(missed));
            watcher.listen((change) => {
              if (change.topic !== 'rows' || change.stream !== stream) return;
              if (change.change.restarted) send('restarted', {});
              send('rows', change.change.rows);
            }, signal);
          },
        };
      },
    },
  ];
}

function alarmRoutes({ logs, watcher }: DashboardParts): Route[] {
  return [
    {
      method: 'GET',
      path: '/alarms',
      handle: async () => htmlAnswer(alarmsPage(await allAlarms({ watcher }))),
    },
    {
      method: 'POST',
      path: '/api/alarms',
      handle: async (request) => {
        const change = parseAlarmChange(readJson(request));
        const alarms =
          change.kind === 'run'
            ? await runAlarms(runOf(logs, change.origin, await watcher.runs()).path)
            : await streamAlarms(await watcher.stream(change.origin));
        const record = await changeAlarm(change, alarms);
        watcher.tellAlarms();
        return jsonAnswer(record);
      },
    },
  ];
}

function sensorRoutes({ tables, sensors }: DashboardParts): Route[] {
  return [
    { method: 'GET', path: '/sensors', handle: () => htmlAnswer(sensorsPage(tables)) },
    {
      method: 'GET',
      path: '/api/sensors',
      handle: async ({ query }) => jsonAnswer(await sensors.view(query.get('model') ?? '')),
    },
  ];
}

/** Tables are scored one after the other: scoring keeps the processor busy. */
function uploadRoutes({ logs, watcher }: DashboardParts): Route[] {
  const limiter = createLimiter(1, MOST_UPLOADS);
  return [
    {
      method: 'GET',
      path: '/score',
      handle: async () => {
        const runs = await watcher.runs();
        const states = await Promise.all(runs.map(({ path }) => runAt(path).artifactState()));
        return htmlAnswer(uploadPage(runs.filter((_, i) => states[i] !== '')));
      },
    },
    {
      method: 'POST',
      path: '/api/runs/:run/score',
      handle: async (request) => {
        const run = runOf(logs, request.params.run, await watcher.runs());
        return jsonAnswer(await scoreUpload(run, request, limiter));
      },
    },
  ];
}

/** Starting attacks, where there is a plant to be attacked. */
function plantRoutes({ plant }: DashboardParts): Route[] {
  if (!plant) return [];
  return [
    {
      method: 'POST',
      path: '/api/plant/attacks',
      handle: async (request) => jsonAnswer(await plant.attack(readJson(request))),
    },
  ];
}

async function allAlarms({ watcher }: Pick<DashboardParts, 'watcher'>): Promise<ListedAlarm[]> {
  const runs = await watcher.runs();
  const streams = await watcher.streams();
  const all = await Promise.all([
    ...runs.map(({ path }) => runAlarms(path)),
    ...streams.map((stream) => streamAlarms(stream)),
  ]);
  return all.flat();
}
