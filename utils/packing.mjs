// The packages as others install them: npm run packing [-- --list]
//
// Packs every package, checks the tarballs with publint and are-the-types-wrong, installs them into an empty project outside
// of the workspace, with the package of native kernels for this platform, and runs programs of the READMEs and the command there. It takes about a minute and needs the registry
// of npm. --list packs and prints as JSON what is in each tarball and what publint says, for the tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll, publintMessages } from './packing/tarballs.mjs';

const work = mkdtempSync(join(tmpdir(), 'anodec-packing-'));
try {
  const packed = packAll(join(work, 'tarballs'));
  if (process.argv.includes('--list')) await list(packed);
  else await check(packed);
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function list(packed) {
  const all = [];
  for (const one of packed) {
    const { name, files, manifest } = one;
    all.push({ name, files: [...files.keys()], manifest, publint: await publintMessages(one) });
  }
  console.log(JSON.stringify(all));
}

async function check(packed) {
  const { checkTypes, installAndRun, packNative, staleFiles } = await import(
    './packing/install.mjs'
  );
  const faults = [];
  for (const one of packed) faults.push(...(await publintMessages(one)), ...staleFiles(one));
  console.log(`${packed.length} packages packed`);
  faults.push(...(await checkTypes(packed, join(work, 'types'))));
  console.log('types resolved as others resolve them');
  const native = packNative(join(work, 'native'));
  faults.push(...installAndRun(packed, native, join(work, 'project'), console.log));
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'Nothing is wrong.' : `${faults.length} faults.`);
  if (faults.length > 0) process.exitCode = 1;
}
