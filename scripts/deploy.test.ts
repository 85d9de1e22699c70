import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadConfig, settingNames } from "@/lib/platform/config";

const units = readdirSync("deploy/systemd");
const read = (file: string) => readFileSync(file, "utf8");
const defaultPort = loadConfig({ NODE_ENV: "test" }).port;
const roles = ["web", "aggregator", "worker"];
/** Set for others than the product's own reading. */
const foreign = ["NODE_ENV"];

/** What `npx bellwether` can be told, as its files say it. */
async function commandNames(): Promise<string[]> {
  const program = new Command();
  for (const file of readdirSync("cli/commands")) {
    const found: { register?: (program: Command) => void } = await import(/* @vite-ignore */ join(process.cwd(), "cli/commands", file));
    found.register?.(program);
  }
  return program.commands.map((command) => command.name());
}

/** `bellwether.mjs serve`, wherever it is said: the script is there, and the command is one. */
async function isRun(text: string): Promise<void> {
  const [, script = "", command = ""] = /(scripts\/\S+\.mjs)"?,? "?([a-z-]+)/.exec(text) ?? [];
  expect(existsSync(script), text).toBe(true);
  expect(await commandNames(), text).toContain(command);
}

function knowsSettings(names: readonly string[], where: string): void {
  expect(names.length, where).toBeGreaterThan(0);
  for (const name of names) if (!foreign.includes(name)) expect(settingNames, where).toContain(name);
}

describe("systemd units", () => {
  const valuesOf = (unit: string, key: string) =>
    [...read(join("deploy/systemd", unit)).matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value]) => value ?? "");

  it.each(units.filter((unit) => unit.endsWith(".service")))(
    "%s runs a command that there is, by settings that there are",
    async (unit) => {
      const [run = ""] = valuesOf(unit, "ExecStart");
      await isRun(run);
      const environment = valuesOf(unit, "Environment").join(" ").split(" ");
      knowsSettings(
        environment.map((pair) => pair.split("=")[0] ?? ""),
        unit,
      );
      // Each of them starts, with the secrets that are in no unit.
      const settings = Object.fromEntries(environment.map((pair) => pair.split("=")));
      for (const role of roles) {
        const own = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value).replace("%i", role)]));
        expect(() => loadConfig({ NODE_ENV: "test", NEXTAUTH_SECRET: "x".repeat(32), ...own })).not.toThrow();
      }
      expect(read(join("deploy/systemd", unit))).not.toMatch(/^Environment=.*(SECRET|KEY|PASSWORD|DATABASE_URL)=/m);
    },
  );

  it.runIf(spawnSync("systemd-analyze", ["--version"]).status === 0).each(units)("%s is taken by systemd", (unit) => {
    const checked = spawnSync("systemd-analyze", ["verify", "--man=no", join("deploy/systemd", unit)], { encoding: "utf8" });
    expect(checked.stderr.split("\n").filter((line) => line.includes("bellwether"))).toEqual([]);
    expect(checked.status).toBe(0);
  });

  it.runIf(spawnSync("systemd-analyze", ["--version"]).status === 0)("one that systemd would not take is found out", () => {
    const folder = mkdtempSync(join(tmpdir(), "bellwether-units-"));
    try {
      const file = join(folder, "bellwether.service");
      writeFileSync(file, read("deploy/systemd/bellwether.service").replace("KillMode=mixed", "KillMode=gentle"));
      expect(spawnSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8" }).stderr).toContain("gentle");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the container's recipe", () => {
  /** Instructions with their words; a line that ends with a backslash goes on. */
  const instructions = read("deploy/Containerfile")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => ({ name: line.split(" ")[0] ?? "", text: line.slice(line.indexOf(" ") + 1) }));
  const of = (name: string) => instructions.filter((one) => one.name === name).map((one) => one.text);

  it("has instructions that there are, and takes in files that are there", () => {
    const known = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"];
    for (const { name } of instructions) expect(known).toContain(name);
    for (const text of of("COPY")) {
      const words = text.split(" ").filter((word) => !word.startsWith("--"));
      if (text.includes("--from=")) expect(of("FROM")[0]).toContain(` AS ${/--from=(\S+)/.exec(text)?.[1]}`);
      else for (const file of words.slice(0, -1)) expect(existsSync(file), file).toBe(true);
    }
    const engine = Number(/node:(\d+)/.exec(of("FROM").at(-1) ?? "")?.[1]);
    expect(engine).toBe(Number(/wantedNode = (\d+)/.exec(read("scripts/prepare.mjs"))?.[1]));
    for (const ignored of ["node_modules", "dist", ".bellwether*", ".env*"])
      expect(read(".containerignore").split("\n")).toContain(ignored);
    expect(read(".dockerignore")).toBe(read(".containerignore"));
  });

  it("runs the product by its settings, on its port, as nobody of power, and asks an address that there is", async () => {
    await isRun(`${of("ENTRYPOINT")[0]} ${of("CMD")[0]}`.replace('"] ["', '", "'));
    const environment = of("ENV")
      .join(" ")
      .split(" ")
      .map((pair) => pair.split("="));
    knowsSettings(
      environment.map(([name]) => name ?? ""),
      "Containerfile",
    );
    const settings = Object.fromEntries(environment);
    expect(loadConfig({ NEXTAUTH_SECRET: "x".repeat(32), ...settings })).toMatchObject({
      port: defaultPort,
      demo: false,
      dataDirectory: "/data",
    });
    expect(of("EXPOSE")).toEqual([String(defaultPort)]);
    expect(of("VOLUME")).toEqual([settings.BELLWETHER_DATA_DIR]);
    expect(of("USER").at(-1)).not.toMatch(/^(root|0)$/);
    const asked = /\$\{process\.env\.PORT\}(\/[a-z/]+)/.exec(of("HEALTHCHECK")[0] ?? "")?.[1];
    expect(existsSync(join("app", asked ?? "", "route.ts"))).toBe(true);
    const [, script] = /^node -e "(.+)"$/.exec(of("RUN").find((text) => text.startsWith("node -e")) ?? "") ?? [];
    const called = [...(script ?? "").matchAll(/prepare\.(\w+)\(/g)].map(([, name]) => name ?? "");
    expect(called.length).toBeGreaterThan(0);
    for (const name of called) expect(read("scripts/prepare.mjs")).toMatch(new RegExp(`export (async )?function ${name}\\(`));
  });
});

describe("the compose file", () => {
  const serviceSchema = z.object({
    image: z.string(),
    build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
    environment: z.record(z.string(), z.string()),
    ports: z.array(z.string()).default([]),
    volumes: z.array(z.string()).default([]),
    depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })).default({}),
    healthcheck: z.object({ test: z.array(z.string()) }),
  });
  const composeSchema = z.object({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.unknown()) });
  const compose = composeSchema.parse(JSON.parse(read("deploy/compose.json")));
  const ours = Object.entries(compose.services).filter(([, { image }]) => image === "bellwether");
  /** What somebody sets before: `${NAME:?why}`, `${NAME:-default}`. */
  const values: Record<string, string> = {
    POSTGRES_PASSWORD: "secret",
    BELLWETHER_VAULT_KEY: Buffer.alloc(32).toString("base64"),
    NEXTAUTH_SECRET: "x".repeat(32),
    NEXTAUTH_URL: "https://kpi.example.edu",
    BELLWETHER_TIME_ZONE: "Asia/Seoul",
  };
  const filled = (text: string) =>
    text.replaceAll(
      /\$\{(\w+):([?-])([^}]*)\}/g,
      (_, name: string, kind: string, rest: string) => values[name] ?? (kind === "-" ? rest : "missing"),
    );
  const configOf = (environment: Record<string, string>) =>
    loadConfig({ NODE_ENV: "production", ...Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, filled(text)])) });

  it("runs each role by settings that the product takes, all with the same secrets", () => {
    expect(ours.map(([name]) => name).sort()).toEqual([...roles].sort());
    for (const [name, { environment }] of ours) {
      knowsSettings(Object.keys(environment), name);
      const config = configOf(environment);
      expect([...config.roles]).toEqual([name]);
      expect(config).toMatchObject({ demo: false, timeZone: "Asia/Seoul", trustedProxies: 1 });
      for (const secret of ["DATABASE_URL", "BELLWETHER_VAULT_KEY", "NEXTAUTH_SECRET"]) {
        expect(environment[secret]).toBe(ours[0]?.[1].environment[secret]);
        expect(environment[secret]).toContain("${"); // none is in the file
      }
    }
  });

  it("leads services to each other: addresses, ports, volumes and the recipe are there", () => {
    const database = new URL(configOf(ours[0]?.[1].environment ?? {}).databaseUrl ?? "");
    const kept = compose.services[database.hostname];
    expect(kept?.environment).toMatchObject({ POSTGRES_USER: database.username, POSTGRES_DB: database.pathname.slice(1) });
    expect(Number(/:(\d+)$/.exec(kept?.image ?? "")?.[1])).toBeGreaterThanOrEqual(18);
    for (const [name, { build, environment, ports, volumes, depends_on: needed, healthcheck }] of Object.entries(compose.services)) {
      if (build !== undefined) expect(existsSync(normalize(join("deploy", build.context, build.dockerfile))), name).toBe(true);
      for (const other of Object.keys(needed)) expect(Object.keys(compose.services), name).toContain(other);
      for (const volume of volumes) expect(Object.keys(compose.volumes), name).toContain(volume.split(":")[0]);
      for (const port of ports) expect(port).toBe(`127.0.0.1:${defaultPort}:${defaultPort}`); // a proxy with TLS stands before it
      if (environment.BELLWETHER_PRINT_URL !== undefined) {
        const print = new URL(environment.BELLWETHER_PRINT_URL);
        expect([print.hostname, print.port]).toEqual(["web", String(defaultPort)]);
      }
      const [, port, path] = /127\.0\.0\.1:(\d+)(\/[a-z/]+)/.exec(healthcheck.test.join(" ")) ?? [];
      if (name === database.hostname) continue;
      expect(port).toBe(environment.METRICS_PORT ?? String(defaultPort));
      expect(existsSync(join("app", path ?? "", "route.ts")), name).toBe(true);
    }
  });

  const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;
  it.runIf(hasCompose)("is taken by docker compose", () => {
    const shown = execFileSync("docker", ["compose", "-f", "deploy/compose.json", "config", "--format", "json"], {
      encoding: "utf8",
      env: { ...process.env, ...values },
    });
    expect(Object.keys(composeSchema.shape.services.parse(JSON.parse(shown).services)).sort()).toEqual(
      Object.keys(compose.services).sort(),
    );
  });
});
