/** `anodec serve`: artifacts behind an HTTP address. */
import { countOf, formatDuration, formatTimestamp } from '@anodec/core';
import { LimitsConfig, ListenConfig, portOf } from '@anodec/http';
import { ComputeChoice } from '@anodec/pipeline';
import { ServeConfig } from '@anodec/serve';
import { defineCommand } from '../command.js';
import { untilStopped } from '../until-stopped.js';

export const serve = defineCommand({
  details:
    'POST a table to /artifacts/NAME/score as JSON, CSV, Arrow or Parquet; the answer is that of anodec score. The ' +
    'page at / describes every request, /openapi.json does so for programs, /health and /metrics are for whoever ' +
    'watches the service. A run that is trained anew is taken into service without a restart. Ctrl-C stops it when ' +
    'the requests under way are answered.',
  sections: {
    serve: ServeConfig,
    listen: ListenConfig.extend({ port: portOf(8051) }),
    limits: LimitsConfig,
    compute: ComputeChoice,
  },
  examples: [
    ['anodec serve', 'the newest finished run, also when there is a newer one'],
    ['anodec serve 3 plant=lightning_logs/version_5', 'two runs, one under a name of its own'],
    ['anodec serve --host 0.0.0.0 --body-megabytes 4', 'for other machines, with a token'],
  ],
  async run(settings, { print, note = print, signal }) {
    const { startService } = await import('@anodec/serve');
    const service = await startService(settings, {
      onReload: (names) => print(`${clock()}  Loaded anew: ${names.join(', ')}`),
      onBug: (error) => note(String(error instanceof Error ? error.stack : error)),
    });
    for (const { name, trained } of service.artifacts.list()) {
      const [{ title }] = trained.detectors;
      print(`${name}: ${title}, ${countOf(trained.preprocessing.channels.length, 'channel')}`);
    }
    print(`Serving at ${service.link}`);
    print('Ctrl-C stops it.');
    await untilStopped(signal);
    const began = performance.now();
    await service.stop();
    print(`Stopped after ${formatDuration(performance.now() - began)}.`);
  },
});

function clock(): string {
  return formatTimestamp(Date.now(), 'utc');
}
