/**
 * A trained classifier as one JSON file that answers elsewhere: what was learned, no message in it, and no code that
 * reading it would run.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { classifiers } from '@anodec/classifiers';
import { type ClassifierState, DataError, restoreClassifier } from '@anodec/core';
import { readJsonFile, writeFileAtomic } from '@anodec/files';
import { z } from 'zod';
import { type Plausibility, plausibilityOf } from './plausibility.js';

/** Increased when a file of the version before can no longer be read. */
const VERSION = 1;
const FORMAT = 'anodec-plausibility';

const Head = z.looseObject({ format: z.literal(FORMAT), version: z.int() });

const Feature = z.strictObject({ name: z.string(), categories: z.array(z.string()).optional() });

const Body = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  classifier: z.strictObject({
    classifier: z.string(),
    config: z.record(z.string(), z.unknown()),
    features: z.array(Feature).min(1),
    classes: z.array(z.string()).length(2),
    model: z.record(z.string(), z.unknown()),
  }),
});

/** Writes a classifier. @throws DataError when the file cannot be written */
export async function writeClassifier(path: string, classifier: ClassifierState): Promise<void> {
  const document = { format: FORMAT, version: VERSION, classifier };
  await writeFileAtomic(path, `${JSON.stringify(document)}\n`);
}

/**
 * Reads a classifier.
 *
 * @throws DataError when the file is missing, of a newer version, or no classifier
 */
export async function openClassifier(path: string): Promise<Plausibility> {
  if (!existsSync(path)) {
    throw new DataError(
      `${path} must be an exported classifier of messages, but there is no such file. Train one first with npx ` +
        'anodec plausibility train, after npx anodec plausibility prepare or simulate for its messages.',
    );
  }
  const document = await readJsonFile(path);
  const file = basename(path);
  const head = Head.safeParse(document);
  if (!head.success) {
    throw new DataError(
      `${file} must be an exported classifier of messages, got another file. Write one with anodec plausibility train.`,
    );
  }
  if (head.data.version !== VERSION) {
    throw new DataError(
      `${file} must be of version ${VERSION}, got version ${head.data.version}. Export it again, or update anodec.`,
    );
  }
  const body = Body.safeParse(document);
  if (!body.success) {
    const [{ path: at, message }] = body.error.issues;
    throw new DataError(
      `${file} must be complete, got a fault at ${at.join('.')}: ${message}. Export it again.`,
    );
  }
  return plausibilityOf(restoreClassifier(classifiers, body.data.classifier));
}
