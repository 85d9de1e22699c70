import { cruise } from "dependency-cruiser";
import { root } from "./prepare.mjs";

/** Imports go one way: app -> components -> lib, and inside lib only down this list of floors. */
const floors = [
  ["i18n"],
  ["runtime"],
  ["alerts", "reports", "live", "aggregator", "ingest", "entries", "policies", "backup"],
  ["kpis"],
  ["warehouse"],
  ["event-log", "contracts", "privacy", "access", "simulator", "sources"],
  ["platform"],
];
const rooms = (list) => `^lib/(${list.flat().join("|")})/`;

const forbidden = [
  { name: "no-cycles", severity: "error", from: { pathNot: "^lib/.*/testing/" }, to: { circular: true } },
  { name: "lib-knows-no-screen", severity: "error", from: { path: "^lib/" }, to: { path: "^(app|components|cli|server)" } },
  { name: "components-know-no-route", severity: "error", from: { path: "^components/" }, to: { path: "^app/" } },
  ...floors.slice(1).map((floor, index) => ({
    name: `down-only-from-${floor.join("-")}`,
    severity: "error",
    from: { path: rooms(floor), pathNot: "/testing/|\\.test\\.ts$" },
    to: { path: rooms(floors.slice(0, index + 1)) },
  })),
  {
    // A browser pays 18 kB for its checks with zod's smaller form, 32 with the other, and both where one module takes the other.
    name: "zod-mini-in-the-browser",
    severity: "error",
    from: { path: "^(components|lib/live/(client/|protocol))", pathNot: "/testing/|\\.test\\.ts$" },
    to: { path: "node_modules/zod/(index|v4/classic)" },
  },
  {
    name: "react-in-screens-only",
    severity: "error",
    from: { path: "^lib/", pathNot: "^lib/(live/client|i18n)/" },
    to: { path: "node_modules/(react|react-dom)/" },
  },
];

process.chdir(root);
const result = await cruise(
  ["app", "components", "lib", "cli", "prisma/seed", "server.ts", "instrumentation.ts"],
  {
    ruleSet: { forbidden },
    validate: true,
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.next|generated" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".json"] },
  },
  { alias: { "@": root } },
);
const { summary } = result.output;
for (const violation of summary.violations) console.error(`${violation.rule.name}: ${violation.from} -> ${violation.to}`);
console.error(`${summary.totalCruised} modules, ${summary.violations.length} against the direction of imports`);
// A parser that is missing reads nothing and finds nothing.
if (summary.totalCruised === 0 || summary.totalDependenciesCruised === 0 || summary.violations.length > 0) process.exit(1);
