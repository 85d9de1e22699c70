/** A parameter of a page as it is read where one is meant: of one that was given twice nobody knows which, so that it is none. */
export const oneParameter = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;
