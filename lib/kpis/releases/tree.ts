import { programInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { conditions, Parameters, type Relation, scopeLevelOf } from "../queries/statement";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import type { CellPlace } from "./cell";

/** The finest place that releases tell apart: a section, or a program of registrations. */
export type Leaf = { key: number; section: string | null; course: string | null; unit: string | null; program: string | null };

const sections: Relation = { sql: "warehouse.dim_section", level: "unit", hasUnit: true, hasProgram: false };

/** The places of a scope in one term as a tree: units, courses, sections; of registrations units and programs. */
export class Tree {
  private readonly parents: ReadonlyMap<string, string | null>;
  private readonly all: ReadonlySet<number>;

  constructor(
    readonly leaves: readonly Leaf[],
    units: readonly { id: string; parent: string | null }[],
  ) {
    this.parents = new Map(units.map(({ id, parent }) => [id, parent]));
    this.all = new Set(leaves.map(({ key }) => key));
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

  /** Nodes that lead to a leaf, the coarsest first; the leaf itself is none of them. */
  pathOf({ unit, course }: Leaf): string[] {
    const units: string[] = [];
    for (let at = unit; at !== null && !units.includes(`unit ${at}`); at = this.parents.get(at) ?? null) units.unshift(`unit ${at}`);
    return course === null ? units : [...units, `course ${course}`];
  }

  membersOf({ level, node }: Pick<CellPlace, "level" | "node">): ReadonlySet<number> {
    if (level === "whole") return this.all;
    const belongs = (leaf: Leaf) => (level === "subtree" ? this.pathOf(leaf).includes(`unit ${node}`) : leaf[level] === node);
    return new Set(this.leaves.filter(belongs).map(({ key }) => key));
  }

  /** The finest name of what a place is made of: a course of one section is that section, and has the same releases. */
  finest(place: CellPlace): CellPlace {
    const members = this.membersOf(place);
    const [first] = this.leaves.filter(({ key }) => members.has(key));
    if (first === undefined) return place;
    const candidates: Pick<CellPlace, "level" | "node">[] = [
      first.section === null ? { level: "program", node: first.program } : { level: "section", node: first.section },
      ...(first.section === null ? [] : [{ level: "course" as const, node: first.course }]),
      { level: "unit", node: first.unit },
      ...this.pathOf(first)
        .filter((node) => node.startsWith("unit "))
        .reverse()
        .map((node) => ({ level: "subtree" as const, node: node.slice("unit ".length) })),
    ];
    const same = candidates.find((candidate) => isSame(this.membersOf(candidate), members));
    return { ...place, ...(same ?? (members.size === this.all.size ? { level: "whole" as const, node: null } : {})) };
  }
}

const isSame = (a: ReadonlySet<number>, b: ReadonlySet<number>) => a.size === b.size && [...a].every((key) => b.has(key));

function sectionLeaves(read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string {
  const { kpi, term, from, to } = request;
  const unfiltered = {
    kpi,
    ...(term === undefined ? {} : { term }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
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
