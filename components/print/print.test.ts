import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cssString, html } from "./html";
import { printPalette } from "./print-palette";

describe("what is printed", () => {
  it("has the light colours of the tokens", () => {
    const light = /:root \{([^}]*)\}/.exec(readFileSync("app/tokens.css", "utf8"))?.[1] ?? "";
    const tokens = new Map([...light.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name = "", colour = ""]) => [name, colour]));
    for (const [name, colour] of Object.entries(printPalette)) expect(tokens.get(name), name).toBe(colour);
  });

  it("escapes whatever comes into it, and no piece twice", () => {
    const name = `<script>"x" & 'y'</script>\u0000`;
    expect(html`<p title="${name}">${[name, null, false, 3]}</p>`.text).toBe(
      `<p title="&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;">&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;3</p>`,
    );
    expect(html`${html`<b>${"&"}</b>`}`.text).toBe("<b>&amp;</b>");
  });

  it("writes names into styles so that they end neither the string nor the sheet", () => {
    expect(cssString(`a"b\\c</style>\n`)).toBe(`"a\\22 b\\5c c\\3c /style\\3e  "`);
  });
});
