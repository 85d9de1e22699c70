import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";

/** A message named by code. `*` stands for what is known only when it runs: such names are patterns. */
export type MessageUse = { file: string; key: string };

/** Names of a part of the code: a translator's namespace (the empty one for none), or null for anything else. */
type Scope = { names: Map<string, string | null>; outer: Scope | null };
type Node = Readonly<Record<string, unknown>>;

const makers = new Set(["useTranslations", "getTranslations", "translatorFor"]);
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const at = (node: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => (isNode(found) ? found[name] : undefined), node);
const typeOf = (node: unknown): string => String(at(node, "type"));

/** Every message that the sources under these folders name, by their syntax trees. */
export function messageUses(folders: readonly string[]): MessageUse[] {
  return folders.flatMap((folder) => [...sources(folder)]).flatMap((file) => usesIn(file, readFileSync(file, "utf8")));
}

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)) yield path;
  }
}

export function usesIn(file: string, code: string): MessageUse[] {
  const uses: MessageUse[] = [];
  const visit = (value: unknown, scope: Scope): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, scope);
      return;
    }
    if (!isNode(value)) return;
    const inner = opensScope(value) ? { names: new Map<string, string | null>(), outer: scope } : scope;
    declare(value, inner);
    const space = typeOf(value) === "CallExpression" ? translatorOf(at(value, "callee"), inner) : null;
    if (space !== null)
      for (const key of namesIn(at(argumentsOf(value)[0], "expression"))) uses.push({ file, key: space === "" ? key : `${space}.${key}` });
    for (const part of Object.values(value)) visit(part, inner);
  };
  visit(parseSync(code, { syntax: "typescript", tsx: file.endsWith("x") }), { names: new Map(), outer: null });
  return uses;
}

const opensScope = (node: Node) => /Function|ArrowFunctionExpression|BlockStatement|ClassMethod/.test(typeOf(node));
const argumentsOf = (node: unknown): readonly unknown[] => {
  const list = at(node, "arguments");
  return Array.isArray(list) ? list : [];
};

/** `const t = useTranslations("x")`, and parameters that are said to be one. */
function declare(node: Node, scope: Scope): void {
  if (typeOf(node) === "VariableDeclarator") {
    const space = madeBy(at(node, "init"));
    const name = at(node, "id", "value");
    if (typeof name === "string") scope.names.set(name, space);
    return;
  }
  for (const parameter of Array.isArray(node.params) ? node.params : []) {
    const pattern = typeOf(parameter) === "Parameter" ? at(parameter, "pat") : parameter;
    const name = at(pattern, "value");
    const space = saidToBe(at(pattern, "typeAnnotation", "typeAnnotation"));
    if (typeof name === "string") scope.names.set(name, space);
  }
}

/** The namespace of `useTranslations("x")` or of what `getTranslations("x")` comes to; null for anything else. */
function madeBy(expression: unknown): string | null {
  switch (typeOf(expression)) {
    case "AwaitExpression":
      return madeBy(at(expression, "argument"));
    case "ParenthesisExpression":
      return madeBy(at(expression, "expression"));
    case "CallExpression": {
      if (!makers.has(String(at(expression, "callee", "value")))) return null;
      const space = at(argumentsOf(expression)[0], "expression", "value");
      return typeof space === "string" ? space : "";
    }
    default:
      return null;
  }
}

/** The namespace of the type `ReturnType<typeof useTranslations<"x">>`. */
function saidToBe(type: unknown): string | null {
  const query = firstOf(at(type, "typeParams", "params"));
  if (!makers.has(String(at(query, "exprName", "value")))) return null;
  const space = at(firstOf(at(query, "typeArguments", "params") ?? at(query, "typeParams", "params")), "literal", "value");
  return typeof space === "string" ? space : "";
}
const firstOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);

function translatorOf(callee: unknown, scope: Scope): string | null {
  if (typeOf(callee) === "MemberExpression") return translatorOf(at(callee, "object"), scope);
  if (typeOf(callee) !== "Identifier") return madeBy(callee);
  const name = String(at(callee, "value"));
  for (let here: Scope | null = scope; here !== null; here = here.outer) {
    const space = here.names.get(name);
    if (space !== undefined) return space;
  }
  return null;
}

/** What an expression names: itself, either side of a choice, or a pattern. */
function namesIn(expression: unknown): string[] {
  switch (typeOf(expression)) {
    case "StringLiteral":
      return [String(at(expression, "value"))];
    case "TemplateLiteral": {
      const texts = at(expression, "quasis");
      return [(Array.isArray(texts) ? texts : []).map((text) => String(at(text, "cooked"))).join("*")];
    }
    case "ConditionalExpression":
      return [...namesIn(at(expression, "consequent")), ...namesIn(at(expression, "alternate"))];
    case "ParenthesisExpression":
      return namesIn(at(expression, "expression"));
    default:
      return ["*"];
  }
}
