const filterNames = ["state", "source", "type", "rule", "from", "to"] as const;
export type FilterName = (typeof filterNames)[number];

/** What is asked of quarantine, as the address spells it. "" of source and type: what could not be read. */
export type Filter = Partial<Record<FilterName, string>>;

const all = "all";

/** The filter of an address: open items where no state is named; `all` names every state. */
export function filterOfAddress(parameters: { get(name: string): string | null }): Filter {
  const filter: Filter = {};
  for (const name of filterNames) {
    const value = parameters.get(name);
    if (value !== null) filter[name] = value;
  }
  const { state = "open", ...rest } = filter;
  return state === all ? rest : { ...rest, state };
}

export const everyState = all;
