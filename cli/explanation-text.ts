import type { NamedScope } from "@/lib/access/administration/shapes";
import type { Explanation, Levels, Reason, Step } from "@/lib/warehouse/access/explain-shape";

/** An explanation of access as lines of English: yes or no, how closely, and each grant that gives it. */
export function explanationText(who: string, what: string, { levels, disabled, reasons, suppressedBy, threshold }: Explanation): string {
  if (disabled) return `No: ${who} is disabled.`;
  if (levels.figures === null) return `No: no grant of ${who} reaches ${what}.`;
  const hidden =
    suppressedBy.length === 0
      ? []
      : [
          `Figures that could single out fewer than ${threshold} students are hidden because of: ${listed(suppressedBy.map(({ name }) => name))}.`,
        ];
  return [`Yes: ${who} sees ${what}: ${levelText(levels)}.`, ...reasons.map(reasonText), ...hidden].join("\n");
}

function levelText({ figures, partOnly, students, names, rolls }: Levels): string {
  const parts = [
    figures === "exact" ? "exact figures" : "figures with small counts hidden",
    ...(partOnly ? ["of their own part only"] : []),
    ...(students ? ["student by student"] : []),
    ...(names ? ["by name"] : []),
    ...(rolls ? ["may record rolls"] : []),
  ];
  return parts.join(", ");
}

function reasonText({ role, scope, until, levels, through, line }: Reason): string {
  const end = until === null ? "" : `, until ${until}`;
  const why = [
    ...(through.length === 0 ? [] : [scope.kind === "instructor" ? `teaches ${listed(through)}` : `is in ${listed(through)}`]),
    ...lineText(line),
  ];
  return `- ${role.name} (${scopeText(scope)}${end}): ${levelText(levels)}${why.length === 0 ? "" : `; ${why.join("; ")}`}`;
}

function lineText(line: readonly Step[]): string[] {
  return line.slice(1).map((above, index) => {
    const below = line[index];
    const how = below?.kind === "sections" && above.kind === "courses" ? "is a section of" : "hangs on";
    return `${below?.name ?? ""} ${how} ${above.name}`;
  });
}

function scopeText(scope: NamedScope): string {
  switch (scope.kind) {
    case "none":
      return "nothing";
    case "institution":
      return "the whole institution";
    case "org-units":
    case "courses":
    case "sections":
      return listed(scope.members.map(({ name }) => name));
    case "instructor":
      return "the sections that they teach";
    case "advisor":
      return "the students whom they advise";
    case "students":
      return scope.students.length === 1 ? "one student" : `${scope.students.length} students`;
  }
}

const listed = (names: readonly string[]): string => names.join(", ");
