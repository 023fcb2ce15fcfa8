/** JSON inside a stored file, as a schema. */
import { z } from 'zod';

/**
 * A schema of text that holds JSON.
 *
 * @param schema of what the JSON says
 * @param parse throws when the text is not JSON
 */
export function jsonText<Schema extends z.ZodType>(
  schema: Schema,
  parse: (text: string) => unknown = (text) => JSON.parse(text) as unknown,
) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return parse(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
