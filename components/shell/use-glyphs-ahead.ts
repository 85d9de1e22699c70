import { useEffect } from "react";

/**
 * Fetches what draws a text before it is shown. Fonts come in parts, each when its first letter is: too late for what is said
 * when the server is away. A part that could not be had is drawn in the system's font.
 */
export function useGlyphsAhead(text: string): void {
  useEffect(() => {
    void document.fonts.load(`1em ${getComputedStyle(document.body).fontFamily}`, text).catch(() => undefined);
  }, [text]);
}
