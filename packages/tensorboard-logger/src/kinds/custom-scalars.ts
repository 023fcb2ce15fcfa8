/**
 * Custom scalars: charts with several scalars of a run in one, arranged in sections.
 *
 * Source: tensorboard/plugins/custom_scalar/layout.proto, 2.21.
 */
import { bytesField, concat, textField } from '../protobuf.js';
import { bytesTensor, taggedValue } from '../tensor.js';

/** One chart. */
export type CustomChart =
  | {
      /** Tags, or regular expressions of tags, one line each. */
      readonly lines: readonly string[];
    }
  | {
      /** Tags of a value and of the ends of its margin, which is shaded. */
      readonly margin: { readonly value: string; readonly lower: string; readonly upper: string };
    };

/** Charts by title, in sections by title. */
export type CustomLayout = Readonly<Record<string, Readonly<Record<string, CustomChart>>>>;

/** The layout; TensorBoard joins the layouts of all runs. */
export function customScalarsValue(layout: CustomLayout): Uint8Array {
  const categories = Object.entries(layout).map(([title, charts]) => {
    const content = Object.entries(charts).map(([name, chart]) =>
      bytesField(2, concat(textField(1, name), chartContent(chart))),
    );
    return bytesField(2, concat(textField(1, title), ...content));
  });
  const tensor = bytesTensor([], [concat(...categories)]);
  const metadata = { plugin: 'custom_scalars', dataClass: 'tensor' } as const;
  return taggedValue('custom_scalars__config__', tensor, metadata);
}

function chartContent(chart: CustomChart): Uint8Array {
  if ('lines' in chart)
    return bytesField(2, concat(...chart.lines.map((tag) => textField(1, tag))));
  const { value, lower, upper } = chart.margin;
  return bytesField(
    3,
    bytesField(1, concat(textField(1, value), textField(2, lower), textField(3, upper))),
  );
}
