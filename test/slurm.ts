/** A Slurm cluster of this machine for tests, started on free ports; absent where Slurm is not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isInstalled } from './servers.js';

/** A cluster that was started. */
export interface TestCluster {
  /** Variables with which the commands of Slurm find it. */
  readonly environment: { readonly SLURM_CONF: string };
  stop(): Promise<void>;
}

/** Why no cluster can be started here; undefined where one can. */
export function whyNoSlurm(): string | undefined {
  const missing = ['slurmctld', 'slurmd', 'sbatch', 'munged'].find((name) => !isInstalled(name));
  if (missing !== undefined) return `${missing} is not installed`;
  return process.getuid?.() === 0 ? undefined : 'only root starts the daemons of Slurm';
}

/** Starts a cluster of one node, this machine, that runs two elements at a time. */
export async function startSlurm(): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-slurm-'));
  const socket = join(folder, 'munge.socket');
  for (const name of ['state', 'spool', 'log']) mkdirSync(join(folder, name));
  const started = [startMunge(folder, socket)];
  await until(() => existsSync(socket), 'munged');
  const config = join(folder, 'slurm.conf');
  const ports = [await freePort(), await freePort()] as const;
  writeFileSync(config, configOf(folder, socket, ports));
  const env = { ...process.env, SLURM_CONF: config };
  started.push(spawn('/usr/sbin/slurmctld', ['-D'], { env, stdio: 'ignore' }));
  started.push(spawn('/usr/sbin/slurmd', ['-D'], { env, stdio: 'ignore' }));
  const stop = async (): Promise<void> => {
    for (const child of started.toReversed()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const state = (): string =>
      spawnSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8' }).stdout.trim();
    await until(() => state() === 'idle', 'a node that is idle');
  } catch (error) {
    await stop();
    throw error;
  }
  return { environment: { SLURM_CONF: config }, stop };
}

/** Munge with a key and a socket of its own, so that one of the machine is left alone. */
function startMunge(folder: string, socket: string): ChildProcess {
  const key = join(folder, 'munge.key');
  writeFileSync(key, Buffer.alloc(128, folder), { mode: 0o400 });
  chmodSync(folder, 0o755);
  const args = [`--key-file=${key}`, `--socket=${socket}`, `--log-file=${folder}/munged.log`];
  const files = [`--pid-file=${folder}/munged.pid`, `--seed-file=${folder}/munged.seed`];
  return spawn('/usr/sbin/munged', ['--foreground', '--force', ...args, ...files], {
    stdio: 'ignore',
  });
}

function configOf(folder: string, socket: string, [controller, node]: readonly [number, number]) {
  const host = hostname().split('.')[0];
  const lines = [
    'ClusterName=anodec',
    `SlurmctldHost=${host}(127.0.0.1)`,
    'SlurmUser=root',
    'AuthType=auth/munge',
    `AuthInfo=socket=${socket}`,
    'CredType=cred/munge',
    `SlurmctldPort=${controller}`,
    `SlurmdPort=${node}`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.pid`,
    `SlurmctldLogFile=${folder}/log/slurmctld.log`,
    `SlurmdLogFile=${folder}/log/slurmd.log`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'ReturnToService=2',
    'AccountingStorageType=accounting_storage/none',
    'JobAcctGatherType=jobacct_gather/none',
    'MinJobAge=600',
    'MpiDefault=none',
    'SchedulerParameters=sched_interval=1,batch_sched_delay=0',
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${Math.min(2, cpus().length)} RealMemory=2000 State=UNKNOWN`,
    'PartitionName=main Nodes=ALL Default=YES State=UP',
  ];
  return `${lines.join('\n')}\n`;
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`There must be ${what} within a minute.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}
