import { createHash } from "node:crypto";
import { programInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { conditions, Parameters, type Relation, scopeLevelOf } from "../queries/statement";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type CellPlace, type Place, placeName, readPlaceName, wholeTerm } from "./cell";

/** The finest place that releases tell apart: a section, or a program of registrations. */
export type Leaf = { key: number; section: string | null; course: string | null; unit: string | null; program: string | null };

/** `hash` is the same where the places are. */
export type Places = { places: readonly Place[]; hash: string };

const sections: Relation = { sql: "warehouse.dim_section", level: "unit", hasUnit: true, hasProgram: false };

/** The places of a scope in one term as a tree: units, courses, sections; of registrations units and programs. */
export class Tree {
  private readonly parents: ReadonlyMap<string, string | null>;
  /** The leaves of each place, by its name. */
  private readonly places = new Map<string, Set<number>>();
  private readonly byKey = new Map<number, Leaf>();
  private readonly all: ReadonlySet<number>;
  private known: Places | null = null;

  constructor(
    readonly leaves: readonly Leaf[],
    units: readonly { id: string; parent: string | null }[],
  ) {
    this.parents = new Map(units.map(({ id, parent }) => [id, parent]));
    this.all = new Set(leaves.map(({ key }) => key));
    for (const leaf of leaves) {
      this.byKey.set(leaf.key, leaf);
      for (const level of ["unit", "course", "section", "program"] as const) this.note({ level, node: leaf[level] }, leaf);
      for (const node of this.unitsAbove(leaf)) this.note({ level: "subtree", node }, leaf);
    }
  }

  private note(place: Place, { key }: Leaf): void {
    const name = placeName(place);
    const members = this.places.get(name) ?? new Set();
    this.places.set(name, members.add(key));
  }

  static async read(read: ScopedRead, request: KpiRequest, context: KpiContext): Promise<Tree> {
    const parameters = new Parameters();
    const sql = request.kpi === "dropout-rate" ? programLeaves(read) : sectionLeaves(read, request, context, parameters);
    const leaves = await read.query<Leaf>(sql, parameters.values);
    const units = await read.query<{ id: string; parent: string | null }>(
      `SELECT unit.id, parent.id AS parent FROM warehouse.dim_org_unit unit
       LEFT JOIN warehouse.dim_org_unit parent ON parent.org_unit_key = unit.parent_key`,
    );
    return new Tree(leaves.rows, units.rows);
  }

  /** Units that a leaf lies in, the coarsest first. */
  private unitsAbove({ unit }: Leaf): string[] {
    const units: string[] = [];
    for (let at = unit; at !== null && !units.includes(at); at = this.parents.get(at) ?? null) units.unshift(at);
    return units;
  }

  /** Nodes that lead to a leaf, the coarsest first; the leaf itself is none of them. */
  pathOf(leaf: Leaf): string[] {
    const units = this.unitsAbove(leaf).map((id) => `unit ${id}`);
    return leaf.course === null ? units : [...units, `course ${leaf.course}`];
  }

  membersOf(place: Place): ReadonlySet<number> {
    return place.level === "whole" ? this.all : (this.places.get(placeName(place)) ?? nobody);
  }

  /** Every place that has a leaf, once: by its finest name. */
  get every(): Places {
    this.known ??= this.findEvery();
    return this.known;
  }

  private findEvery(): Places {
    const places = new Map<string, Place>();
    for (const place of [{ level: "whole" as const, node: null }, ...[...this.places.keys()].map(readPlaceName)]) {
      const { level, node } = this.finest({ ...place, days: wholeTerm });
      if (this.membersOf({ level, node }).size > 0) places.set(placeName({ level, node }), { level, node });
    }
    const hash = createHash("sha256").update(JSON.stringify([...places.keys()].sort()));
    return { places: [...places.values()], hash: hash.digest("base64url") };
  }

  /** Names of all places that lie within; null where all do. */
  within(members: ReadonlySet<number>): string[] | null {
    if (members.size === this.all.size) return null;
    const lies = (place: ReadonlySet<number>) => place.size <= members.size && [...place].every((key) => members.has(key));
    return [...this.places].filter(([, place]) => lies(place)).map(([name]) => name);
  }

  /** Nodes of a level that have a leaf among these. */
  nodesOf(level: "unit" | "course" | "section" | "program", members: ReadonlySet<number>): Set<string | null> {
    return new Set(this.leaves.filter(({ key }) => members.has(key)).map((leaf) => leaf[level]));
  }

  /** The finest name of what a place is made of: a course of one section is that section, and has the same releases. */
  finest(place: CellPlace): CellPlace {
    const members = this.membersOf(place);
    const [key] = members;
    const first = key === undefined ? undefined : this.byKey.get(key);
    if (first === undefined) return place;
    const candidates: Place[] = [
      first.section === null ? { level: "program", node: first.program } : { level: "section", node: first.section },
      ...(first.section === null ? [] : [{ level: "course" as const, node: first.course }]),
      { level: "unit", node: first.unit },
      ...this.unitsAbove(first)
        .reverse()
        .map((node) => ({ level: "subtree" as const, node })),
    ];
    const same = candidates.find((candidate) => isSame(this.membersOf(candidate), members));
    return { ...place, ...(same ?? (members.size === this.all.size ? { level: "whole" as const, node: null } : {})) };
  }
}

const nobody: ReadonlySet<number> = new Set();
const isSame = (a: ReadonlySet<number>, b: ReadonlySet<number>) => a.size === b.size && [...a].every((key) => b.has(key));

function sectionLeaves(read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string {
  const { kpi, term } = request;
  const unfiltered = {
    kpi,
    ...(term === undefined ? {} : { term }),
  };
  const nowhere = { ...context, orgUnits: null, course: null, section: null, program: null };
  const where = conditions(sections, unfiltered, nowhere, read.scope, parameters);
  return `SELECT f.section_key AS key, f.id AS section, course.id AS course, unit.id AS unit, NULL AS program
    FROM warehouse.dim_section f LEFT JOIN warehouse.dim_course course ON course.course_key = f.course_key
    LEFT JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = f.org_unit_key
    ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}`;
}

function programLeaves(read: ScopedRead): string {
  const none = scopeLevelOf(read.scope) === "everything" ? "UNION ALL SELECT 0, NULL, NULL, NULL, NULL" : "";
  return `SELECT p.program_key AS key, NULL AS section, NULL AS course, unit.id AS unit, p.id AS program
    FROM warehouse.dim_program p LEFT JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = p.org_unit_key
    WHERE ${programInScope("p.program_key")} ${none}`;
}
