import { expect, it } from "vitest";
import { escapeMarkup } from "./escape-markup";

it("writes a text so that it ends neither an element nor an attribute, and XML can hold it", () => {
  expect(escapeMarkup(`<a title="x" id='y'>&amp;\u0000\u001f\uffff</a>\n김`)).toBe(
    "&lt;a title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;\n김",
  );
});
