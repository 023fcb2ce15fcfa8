/** `anodec watch`: rows of a source scored as they come. */
import { resolve } from 'node:path';
import { StoppedError } from '@anodec/core';
import {
  ComputeChoice,
  openRun,
  RunChoice,
  startComputing,
  withMovingThreshold,
} from '@anodec/pipeline';
import { openSink, RetrainConfig, sinks, watch, WatchConfig } from '@anodec/stream';
import { openSource, sources } from '@anodec/tables';
import { defineCommand } from '../command.js';
import { backendLine } from '../view/result-lines.js';
import { alarmLine, describeWatch, watchNote } from '../view/watch-lines.js';

/** Entries of a registry by example. */
function listed(
  table: Readonly<Record<string, { readonly example: string; readonly summary: string }>>,
): string {
  const entries = Object.values(table).map(({ example, summary }) => `${example} (${summary})`);
  return entries.join('; ');
}

export const watchCommand = defineCommand({
  details:
    'Rows are lines of CSV below a header, or JSON objects, with the channels of the run in any order. Each row ' +
    'gets the score that anodec score gives it in a table, to the bit. Results are lines of JSON in the folder ' +
    'live/NAME of the run, with what the scoring goes on from: stopped or killed, the same command goes on where ' +
    'it was, and no row is lost or scored twice; only what a pipe had delivered and nobody had stored cannot come ' +
    'again. A row that comes when a later one was scored is late and is left ' +
    'out; of rows with the same time the first one counts; skipped rows are treated as in training.\n\n' +
    'With --retrain a new model of the same settings is trained now and then, on rows that no alarm is near, in a process ' +
    'that yields to the scoring. It must catch the injected anomalies that the one in use catches, then runs beside it ' +
    'for --shadow-for, and takes over where it raises no more alarms of its own and its scores are those of ' +
    'normal rows; anodec models shows it, promotes it, rejects it or goes back. With --once the rows wait for each ' +
    'training: a recording shows what the rules would have done.\n\n' +
    `Sources: ${listed(sources)}.\n\nPlaces for results: ${listed(sinks)}.\n\n` +
    'Users, passwords and tokens come from the environment: ANODEC_MQTT_USERNAME and ANODEC_MQTT_PASSWORD, ' +
    'and the same with HTTP, REDIS, NATS and POSTGRES in place of MQTT; ANODEC_HTTP_TOKEN, ANODEC_NATS_TOKEN and ' +
    'ANODEC_WEBHOOK_TOKEN; for S3 and DynamoDB what every program of AWS reads, such as AWS_PROFILE.',
  sections: {
    choice: RunChoice,
    watch: WatchConfig,
    retrain: RetrainConfig,
    compute: ComputeChoice,
  },
  examples: [
    ['cat plant.csv | anodec watch 3', 'rows of a program or a file, until it ends'],
    ['anodec watch 3 --from plant.csv', 'a file that grows, until Ctrl-C'],
    ['anodec watch 3 --from plant.csv --once --to stdout', 'as JSON lines on standard output'],
    ['anodec watch 3 --from plant.csv --retrain 7d', 'a new model every week'],
  ],
  async run({ choice, watch: settings, retrain, compute }, context) {
    const { print, progress, signal } = context;
    const { adapt } = settings;
    const open = async (run: string) => {
      const opened = await openRun(run, { logs: choice.logs, compute });
      return adapt === 'none' ? opened : withMovingThreshold(opened, adapt);
    };
    const trained = await open(choice.run);
    const source = openSource(settings.from);
    const places = settings.to.map(openSink);
    // standard output belongs to the results where it is a sink
    const say = settings.to.some((place) => place === 'stdout' || place === '-')
      ? (context.note ?? (() => {}))
      : print;
    const { computed } = await startComputing(trained.settings.detector);
    if (computed) say(backendLine(computed));
    const folder = settings.out ?? trained.run.liveFolder(settings.name);
    progress.begin(`Opening ${source.name}`, 0, 'rows');
    const note = (line: string): void => (context.note ?? print)(line);
    const end = await watch(
      {
        artifact: trained,
        source,
        sinks: places,
        folder,
        settings,
        retrain: { settings: retrain, run: resolve(trained.run.path), open, compute },
      },
      {
        signal,
        note,
        onOpen() {
          progress.end();
          say(`Watching ${source.name} → ${folder}`);
          progress.begin('Watching', 0, 'rows');
        },
        onLines(lines, counts) {
          const events = lines.flatMap((line) => ('kind' in line ? [alarmLine(line)] : []));
          if (events.length > 0) {
            progress.end(); // a line would be written into the bar
            for (const event of events) say(event);
            progress.begin('Watching', 0, 'rows');
          }
          progress.update(counts.scored, watchNote(lines, counts));
        },
      },
    );
    progress.end();
    for (const line of describeWatch(end)) say(line);
    if (!end.finished) throw new StoppedError('Stopped; the same command goes on from here.');
  },
});
