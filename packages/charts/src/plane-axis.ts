/** An axis of a plane that points were projected onto. */

/**
 * The axis of a coordinate.
 *
 * @param field of the points
 * @param name title; without one the values have no meaning of their own and are not shown
 */
export function planeAxis(field: string, name: string | undefined): object {
  return {
    field,
    type: 'quantitative',
    title: name ?? null,
    scale: { zero: false, nice: true },
    axis: { labels: name !== undefined, ticks: name !== undefined, tickCount: 6 },
  };
}
