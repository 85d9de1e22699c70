import { programInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { conditions, Parameters, type Relation, scopeLevelOf } from "../queries/statement";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type Place, placeName } from "./place";

/** The finest place that releases tell apart: a section, or a program of registrations. */
export type Leaf = { key: number; section: string | null; course: string | null; unit: string | null; program: string | null };

const sections: Relation = { sql: "warehouse.dim_section", level: "unit", hasUnit: true, hasProgram: false };

/** The places of a scope in one term as a tree: units, courses, sections; of registrations units and programs. */
export class Tree {
  private readonly parents: ReadonlyMap<string, string | null>;
  /** The leaves of each place, by its name. */
  private readonly places = new Map<string, Set<number>>();
  private readonly all: ReadonlySet<number>;

  constructor(
    readonly leaves: readonly Leaf[],
    units: readonly { id: string; parent: string | null }[],
  ) {
    this.parents = new Map(units.map(({ id, parent }) => [id, parent]));
    this.all = new Set(leaves.map(({ key }) => key));
    for (const leaf of leaves) {
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

  /** Nodes of a level that have a leaf among these. */
  nodesOf(level: "unit" | "course" | "section" | "program", members: ReadonlySet<number>): Set<string | null> {
    return new Set(this.leaves.filter(({ key }) => members.has(key)).map((leaf) => leaf[level]));
  }
}

const nobody: ReadonlySet<number> = new Set();

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
