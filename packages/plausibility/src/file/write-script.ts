/** The program beside an exported classifier that answers from the file alone. */
import { basename, dirname, join } from 'node:path';
import { writeFileAtomic } from '@anodec/files';

/**
 * Writes a program that reads the classifier beside it and answers: `node classify.mjs car 5000 2000`.
 *
 * @param classifier file of the classifier
 * @param library address of this package for the program; its name where it is installed
 * @returns the file of the program
 */
export async function writeScript(
  classifier: string,
  library = '@anodec/plausibility',
): Promise<string> {
  const path = join(dirname(classifier), 'classify.mjs');
  await writeFileAtomic(path, scriptText(basename(classifier), library));
  return path;
}

/** The program, in 20 lines or fewer. */
export function scriptText(file: string, library: string): string {
  return `// Says whether a message is plausible, from ${file} alone: node classify.mjs car 5000 2000
import { fileURLToPath } from 'node:url';
import { openClassifier } from '${library}';

const [kind, length, width] = process.argv.slice(2);
try {
  const file = fileURLToPath(new URL('${file}', import.meta.url));
  const { classify } = await openClassifier(file);
  console.log(classify(kind, Number(length), Number(width))); // malicious or non-malicious
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
`;
}
