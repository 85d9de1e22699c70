/** What an address asks by these names: those that it gives and that are not empty. */
export function addressFilter<Name extends string>(
  names: readonly Name[],
  parameters: { get(name: string): string | null },
): Partial<Record<Name, string>> {
  const filter: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = parameters.get(name);
    if (value !== null && value !== "") filter[name] = value;
  }
  return filter;
}
