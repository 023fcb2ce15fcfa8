/**
 * The plan of unpacking an archive, checked as a whole before a byte is written.
 *
 * Vendors pack a folder of their own around the recordings, which is stripped; the flat layout below
 * it is the one of `SWAT_FILES`.
 */
import { DataError, formatCount } from '@anodec/core';
import type { ArchiveEntry } from '@anodec/files';

/** The destination of an entry. */
export type Fate = 'interim' | 'references' | 'network' | 'skipped';

/** An entry and where it goes. */
export interface PlannedEntry {
  readonly entry: ArchiveEntry;
  readonly fate: Fate;
  /** Below the folder of its fate, with forward slashes. */
  readonly target: string;
}

/** Limits above which an archive is taken for a bomb. */
export interface UnpackLimits {
  /** Bytes of all its files together. */
  readonly totalBytes: number;
  /** Unpacked to packed, for files above a mebibyte; workbooks and captures stay below 40. */
  readonly ratio: number;
}

/** Five times SWaT's network captures; each download of them is smaller. */
export const UNPACK_LIMITS: UnpackLimits = { totalBytes: 512 * 2 ** 30, ratio: 200 };

/** Below this nothing is a bomb, and little texts pack well. */
const SMALL = 1 << 20;
/** Folders that belong to the layout, and so are never the vendor's own. */
const KEPT_FOLDERS = /^(physical|network)$/i;
const NETWORK_PART = /(^|\/)network\/.+\.csv$/i;
/** Leftovers of file managers. */
const LITTER = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;
/** Names that some file systems do not accept. */
const BAD_NAME = /[\p{Cc}<>:"|?*\\]|(^|\/)(\.{1,2}|)(\/|$)|[. ](\/|$)/u;

/**
 * Plans an archive.
 *
 * @param archiveBytes size of the archive itself
 * @throws DataError at a name that could lead elsewhere, a link, or sizes that a bomb has
 */
export function planArchive(
  source: string,
  entries: readonly ArchiveEntry[],
  archiveBytes: number,
  limits: UnpackLimits = UNPACK_LIMITS,
): readonly PlannedEntry[] {
  const files = entries.filter(({ name }) => !name.endsWith('/'));
  for (const entry of files) checkEntry(source, entry, limits);
  checkTotals(source, files, archiveBytes, limits);
  const wanted = files.filter(({ name }) => !LITTER.test(name));
  const strip = vendorFolder(wanted.map(({ name }) => name)).length;
  const planned = files.map((entry): PlannedEntry => {
    const { name } = entry;
    if (LITTER.test(name)) return { entry, fate: 'skipped', target: name };
    const target = name.slice(strip);
    if (/\.pdf$/i.test(name)) return { entry, fate: 'references', target: baseOf(target) };
    return { entry, fate: NETWORK_PART.test(`/${target}`) ? 'network' : 'interim', target };
  });
  checkDistinct(source, planned);
  return planned;
}

/** The folder around everything, with its slash, or ''. */
function vendorFolder(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) return '';
  let folder = '';
  for (;;) {
    const [next] = first.slice(folder.length).split('/', 1);
    const deeper = `${folder}${next}/`;
    if (KEPT_FOLDERS.test(next) || !names.every((name) => name.startsWith(deeper))) return folder;
    folder = deeper;
  }
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function checkEntry(source: string, entry: ArchiveEntry, { ratio }: UnpackLimits): void {
  const { name, bytes, packedBytes, isLink } = entry;
  if (isLink || BAD_NAME.test(name) || name.startsWith('/')) {
    const got = isLink ? 'the link' : 'the name';
    throw new DataError(
      `${source} must hold only files with plain names, got ${got} ${JSON.stringify(name)}. ` +
        'Get the archive from where it is published.',
    );
  }
  if (bytes <= SMALL || bytes <= packedBytes * ratio) return;
  throw new DataError(
    `${name} in ${source} must unpack to at most ${ratio} times its packed size, got ` +
      `${formatCount(Math.round(bytes / Math.max(1, packedBytes)))} times. It looks like a ` +
      'bomb: unpack it by hand if you trust it.',
  );
}

/** Entries that lie on top of each other let a small archive claim any size. */
function checkTotals(
  source: string,
  files: readonly ArchiveEntry[],
  archiveBytes: number,
  { totalBytes }: UnpackLimits,
): void {
  const packed = files.reduce((sum, entry) => sum + entry.packedBytes, 0);
  const unpacked = files.reduce((sum, entry) => sum + entry.bytes, 0);
  if (packed <= archiveBytes && unpacked <= totalBytes) return;
  const must =
    packed > archiveBytes
      ? `no more packed bytes than its own ${archiveBytes}, got ${packed}`
      : `at most ${totalBytes} bytes unpacked, got ${unpacked}`;
  throw new DataError(
    `${source} must hold ${must}. It looks like a bomb: unpack it by hand if you trust it.`,
  );
}

/** Refuses two files with one target, also where only capitals differ, as some file systems ignore them. */
function checkDistinct(source: string, planned: readonly PlannedEntry[]): void {
  const places = new Map<string, string>();
  for (const { entry, fate, target } of planned) {
    const place = `${fate}/${target.toLowerCase()}`;
    const before = places.get(place);
    if (before !== undefined) throw notApart(source, before, entry.name);
    places.set(place, entry.name);
  }
  for (const [place, name] of places) {
    for (let end = place.lastIndexOf('/'); end > 0; end = place.lastIndexOf('/', end - 1)) {
      const file = places.get(place.slice(0, end));
      if (file !== undefined) throw notApart(source, file, name);
    }
  }
}

function notApart(source: string, one: string, other: string): DataError {
  return new DataError(
    `${source} must hold one file for each target, got ${one} and ${other} for the same. ` +
      'Unpack it by hand.',
  );
}
