import loadHighs from "highs";
import type { Sum } from "./row-space";

type Equation = { system: string; round: number; sum: Sum; value: number; slack?: number };
type Secret = { name: string; system: string; round: number; sum: Sum };

/**
 * How wide the range is in which each secret count may lie, for whoever knows the equations and that no count is
 * negative: the greatest value less the least, by linear programming. Infinite where nothing limits it.
 */
export async function boundsOf(equations: readonly Equation[], secrets: readonly Secret[]): Promise<Map<string, number>> {
  const highs = await loadHighs();
  const widths = new Map<string, number>();
  for (const { name, system, round, sum } of secrets) {
    const known = [
      ...new Map(equations.filter((one) => one.system === system && one.round === round).map((one) => [textOf(one.sum), one])).values(),
    ];
    const least = highs.solve(program("Minimize", sum, known));
    const most = highs.solve(program("Maximize", sum, known));
    if (least.Status !== "Optimal") throw new Error(`${name}: ${least.Status}`);
    widths.set(name, most.Status === "Optimal" ? most.ObjectiveValue - least.ObjectiveValue : Number.POSITIVE_INFINITY);
  }
  return widths;
}

const nameOf = (unknown: string) => `x_${unknown.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
const textOf = (sum: Sum) =>
  [...sum].map(([unknown, factor]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${nameOf(unknown)}`).join(" ");

/** A program in the LP format; unknowns are at least zero. */
function program(goal: "Minimize" | "Maximize", sum: Sum, equations: readonly Equation[]): string {
  const constraints = equations
    .filter(({ sum: of }) => of.size > 0)
    .flatMap(({ sum: of, value, slack = 0 }, index) =>
      slack === 0
        ? [` c${index}: ${textOf(of)} = ${value}`]
        : [` l${index}: ${textOf(of)} >= ${value - slack}`, ` u${index}: ${textOf(of)} <= ${value + slack}`],
    );
  return `${goal}\n goal: ${textOf(sum)}\nSubject To\n${constraints.join("\n")}\nEnd\n`;
}
