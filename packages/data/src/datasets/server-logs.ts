/**
 * ASD, the Application Server Dataset: twelve servers, each a recording of normal operation and one
 * with labelled anomalies, and which metrics showed each of them.
 *
 * Source: Li et al. 2021, "Multivariate Time Series Anomaly Detection and Interpretation using
 * Hierarchical Inter-Metric and Temporal Embedding", KDD.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRepairLog } from '../repair-log.js';
import { readCauses } from './causes.js';
import type { DataSet, DataSetFile, Entity } from './data-set.js';
import { readRecording } from './read-recording.js';

const PERIOD = '300s';
const METRICS = Array.from({ length: 19 }, (_, m) => `m${m}`);

/** SHA-256 of the training table, the test table and the interpretation of a server. */
const CHECKSUMS: Readonly<Record<string, readonly [string, string, string]>> = {
  'omi-2': [
    'fe9760808f6b504be5df68d28b0f00e2d57098660e20164beb1f1c8c298e05ed',
    '1f80e26f003e7d744197e14e1bf1194a6fc04ca576c099db2cf2239687eec268',
    'afd9d90f6723992c274012f4b304629a3b915cb2ae106f23934aa7c5b671276c',
  ],
  'omi-8': [
    '63f78e3fd74754f331f4ff98417ad9ac4b43614af76faaf0e1c5d7e02536e5f6',
    '48f2a4123fbb0a4d1567215cd8f593e2642a3f4ebe38119c02f58d2496fba310',
    '03eb7442a66a2be12db6514fea470aa5cecd7d37bcea7f5c0fddbd66266590e6',
  ],
  'omi-9': [
    '572170e9618c2c6a96876996d5ab59989460e68ba122a9d72103c97007082e79',
    '2797cc88bf1f8f646e8283120a7fe18a0fad08d7cde839532afa3a0f2cda7eda',
    '46a8c5da54dce66c3eb820ae8b6147f6b69dca2833ecd365e4cf862c4627d911',
  ],
  'omi-11': [
    '78b67914ca90dad37123db055ed0f17d3f1a97bb65afd691d34e9b3a3314b604',
    '42791658497f490459189e7cabcaa23d4eb83f62bb3a8e6b469d60541cb4ca99',
    '12a6fcb2450cb06270c67632fe92bfa73739b2f016f8568dc047f887b5c88264',
  ],
};

const servers = Array.from({ length: 12 }, (_, n) => `omi-${n + 1}`);

export const serverLogs: DataSet = {
  title: 'ASD, Application Server Dataset',
  about:
    'Twelve servers, 19 metrics each, a row every 5 minutes, 30 days to train on and 15 to test on',
  licence: 'MIT',
  source:
    'github.com/zhhlee/InterFusion, data/processed, commit 8c85d51c; cite Li et al. 2021 (KDD)',
  steps: [
    'Take omi-N_train.pkl, omi-N_test.pkl and omi-N_test_label.pkl of the servers that you want from data/processed.',
    'Save each with pandas as text: omi-N_train.csv with the columns m0 … m18, omi-N_test.csv with a column label besides.',
    'Put data/interpretation_label/omi-N.txt beside them as omi-N_interpretation.txt, to evaluate the causes, too.',
    'Checksums are known of omi-2, omi-8, omi-9 and omi-11, written with the shortest digits; of the others the layout is checked.',
  ],
  files: servers.flatMap(filesOf),
  entities: Object.fromEntries(servers.map((server) => [server, entityOf(server)])),
};

function filesOf(server: string): readonly DataSetFile[] {
  const [train, test, causes] = CHECKSUMS[server] ?? [];
  const optional = true; // a few servers are a data set, too
  return [
    { path: `${server}_train.csv`, sha256: train, layout: { columns: METRICS }, optional },
    {
      path: `${server}_test.csv`,
      sha256: test,
      layout: { columns: [...METRICS, 'label'] },
      optional,
    },
    { path: `${server}_interpretation.txt`, sha256: causes, optional },
  ];
}

function entityOf(server: string): Entity {
  const [train, test, causes] = filesOf(server).map(({ path }) => path);
  return {
    files: [train, test],
    async read(folder, options = {}) {
      const log = createRepairLog();
      const recording = (path: string) =>
        readRecording(join(folder, path), { period: PERIOD }, { ...options, log });
      const [normal, attack] = [await recording(train), await recording(test)];
      const listed = join(folder, causes);
      const attacks = existsSync(listed) ? await readCauses(listed, attack) : [];
      return { entity: server, normal: [normal], attack, attacks, repairs: log.repairs() };
    },
  };
}
