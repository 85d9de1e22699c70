import type { KpiAnswer } from "@/lib/kpis/answer";
import { inOrder, lettersOf, totalOf } from "../charts/letters";
import type { Sheet } from "./sheet";

/** One row for each letter of each scale; a scale that is hidden is a row without letters. */
export function lettersSheet(answer: KpiAnswer): Sheet {
  const shown = lettersOf(answer).flatMap(({ scale, letters }) => {
    const total = totalOf(letters);
    return inOrder(Object.keys(letters)).map((letter) => {
      const count = letters[letter] ?? 0;
      return [scale, letter, count, total === 0 ? null : count / total, false];
    });
  });
  const hidden = answer.suppressed
    ? [[null, null, null, null, true]]
    : (answer.scales ?? []).filter((one) => one.suppressed).map(({ scale }) => [scale, null, null, null, true]);
  return { columns: ["scale", "letter", "grades", "share", "suppressed"], rows: [...shown, ...hidden] };
}
