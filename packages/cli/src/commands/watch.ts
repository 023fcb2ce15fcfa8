/** `anodec watch`: rows of a source scored as they come. */
import { StoppedError } from '@anodec/core';
import {
  ComputeChoice,
  openRun,
  RunChoice,
  startComputing,
  withMovingThreshold,
} from '@anodec/pipeline';
import { openSink, sinks, watch, WatchConfig } from '@anodec/stream';
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
  summary: 'Score rows as they come: from standard input, a file that grows, a broker',
  details:
    'Rows are lines of CSV below a header, or JSON objects, with the channels of the run in any order. Each row ' +
    'gets the score that anodec score gives it in a table, to the bit. Results are lines of JSON in the folder ' +
    'live/NAME of the run, with what the scoring goes on from: stopped or killed, the same command goes on where ' +
    'it was, and no row is lost or scored twice; only what a pipe had delivered and nobody had stored cannot come ' +
    'again. A row that comes when a later one was scored is late and is left ' +
    'out; of rows with the same time the first one counts; skipped rows are treated as in training.\n\n' +
    `Sources: ${listed(sources)}.\n\nPlaces for results: ${listed(sinks)}.\n\n` +
    'Users, passwords and tokens come from the environment: ANODEC_MQTT_USERNAME and ANODEC_MQTT_PASSWORD, ' +
    'and the same with HTTP, REDIS, NATS and POSTGRES in place of MQTT; ANODEC_HTTP_TOKEN, ANODEC_NATS_TOKEN and ' +
    'ANODEC_WEBHOOK_TOKEN; for S3 and DynamoDB what every program of AWS reads, such as AWS_PROFILE.',
  sections: { choice: RunChoice, watch: WatchConfig, compute: ComputeChoice },
  positionals: ['run'],
  examples: [
    ['cat plant.csv | anodec watch 3', 'rows of a program or a file, until it ends'],
    ['anodec watch 3 --from plant.csv', 'a file that grows, until Ctrl-C'],
    ['anodec watch 3 --from plant.csv --once --to stdout', 'as JSON lines on standard output'],
  ],
  async run({ choice, watch: settings, compute }, context) {
    const { print, progress, signal } = context;
    const opened = await openRun(choice.run, { logs: choice.logs, compute });
    const { adapt } = settings;
    const trained = adapt === 'none' ? opened : await withMovingThreshold(opened, adapt);
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
      { artifact: trained, source, sinks: places, folder, settings },
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
