type Name = "surface" | "sunken" | "line" | "edge" | "ink" | "ink-soft" | "series" | "series-before" | "heat";
/** The tokens' colours as they are now, light or dark: a file has no tokens. */
export type Palette = Readonly<Record<Name, string>>;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: Name) => longColour(style.getPropertyValue(`--${name}`).trim());
  return {
    surface: colour("surface"),
    sunken: colour("sunken"),
    line: colour("line"),
    edge: colour("edge"),
    ink: colour("ink"),
    "ink-soft": colour("ink-soft"),
    series: colour("series"),
    "series-before": colour("series-before"),
    heat: colour("heat"),
  };
}

/** `#fff`, as style sheets are made smaller, is `#ffffff`. */
export const longColour = (colour: string): string =>
  /^#[0-9a-f]{3}$/i.test(colour) ? `#${[...colour.slice(1)].map((digit) => digit + digit).join("")}` : colour;
