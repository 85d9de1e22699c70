/** The stamp's font, by its name in the resources of the first page. */
export const stampFontName = "BellwetherStamp";

/** What the place of a stamp holds until there is one: a comment that names the object which will be its font. */
export const stampMark = (font: number): string => `% bellwether-stamp font ${font}\n`;
export const stampMarkPattern = /(\d+) 0 obj\s*<<[^>]*>>\s*stream\r?\n% bellwether-stamp font (\d+)\n/;
