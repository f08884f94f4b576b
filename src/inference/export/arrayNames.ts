/** Names for arrays in files, from keys that may hold anything. */

/**
 * Each key with what is neither letter, digit nor underscore replaced, unlike the others and unlike the names that are taken.
 * @param taken names that mean something else in the file
 */
export function arrayNames(keys: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken);
  return keys.map((key) => {
    const plain = key.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z_])/, '_');
    let name = plain.slice(0, 64);
    for (let i = 2; used.has(name); i++) name = `${plain.slice(0, 58)}_${i}`;
    used.add(name);
    return name;
  });
}
