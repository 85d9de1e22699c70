import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

type Tree = { [key: string]: string | Tree };
const keysOf = (tree: Tree, prefix = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`)));

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield readFileSync(path, "utf8");
  }
}

describe("messages", () => {
  it("are the same in both languages", () => {
    expect(keysOf(ko).sort()).toEqual(keysOf(en).sort());
  });

  it("are all used", () => {
    const code = [...sources("app"), ...sources("components")].join("\n");
    // A message is named whole, by its last part under its namespace, or by a template (`status.${...}`).
    const unused = keysOf(en).filter((key) => {
      const [space, name] = [key.slice(0, key.lastIndexOf(".")), key.slice(key.lastIndexOf(".") + 1)];
      const templated =
        code.includes(`\`${space}.\${`) || (space === "shell" && ["connected", "connecting", "disconnected", "refused"].includes(name));
      return !templated && !code.includes(`"${key}"`) && !(code.includes(`"${space}"`) && code.includes(`"${name}"`));
    });
    expect(unused).toEqual([]);
  });
});
