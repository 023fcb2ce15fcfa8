/** Results that several metrics share: computed at the first call, kept as long as what they belong to. */

/** `compute` as a function that runs once for each object; the results go when the object goes. */
export function onceForEach<Key extends object, Result>(
  compute: (key: Key) => Result,
): (key: Key) => Result {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const known = results.get(key);
    if (known) return known.result;
    const result = compute(key);
    results.set(key, { result });
    return result;
  };
}
