/** Where somebody who signs in finds a delivery: its line of the archive. */
export const archiveAddressOf = (base: string, delivery: string): string =>
  `${base.replace(/\/$/, "")}/reports/archive?${new URLSearchParams({ delivery })}`;
