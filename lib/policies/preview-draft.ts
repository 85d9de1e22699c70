import type { Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import { policyOn } from "@/lib/kpis/policy-versions";
import { readPolicyVersions } from "@/lib/kpis/read-policy";
import type { Database } from "@/lib/platform/database";
import { listTerms, type TermItem } from "@/lib/warehouse/queries/list-terms";
import { diffPolicies } from "./diff-policies";
import type { Draft } from "./policy-draft";
import { previewDanger } from "./preview-danger";
import { type Compared, comparePast, concernedKpis, previewFigures, previewHidden, previewTargets } from "./preview-figures";
import type { Preview } from "./preview-shape";
import { earlierDay, withDraft } from "./with-draft";

export type PreviewAsk = {
  database: Database;
  today: string;
  locale: "en" | "ko";
  /** Whoever may not see students sees no small figure here either (CELL-1). */
  studentLevel: boolean;
};

const institution: Scope = { kind: "institution" };

/**
 * What a draft would do, on the institution's real figures: each is computed by the queries of every page, in one
 * snapshot, with the draft among the versions and without. Nothing is written.
 */
export function previewDraft({ database, today, locale, studentLevel }: PreviewAsk, draft: Draft): Promise<Preview> {
  return withScopedRead(database, institution, async (read) => {
    const now = await readPolicyVersions(read);
    const terms = await listTerms(read, today);
    const term = terms.find(({ underWay }) => underWay) ?? terms.find(({ startsOn }) => startsOn <= today) ?? null;
    // A draft with a lower threshold must show nobody what is hidden from them now.
    const { suppression } = policyOn(now, today).policy;
    const shown = studentLevel ? draft : { ...draft, policy: { ...draft.policy, suppression } };
    const compared: Compared = {
      read,
      today,
      locale,
      studentLevel,
      now,
      drafted: withDraft(now, shown),
      ifHeld: withDraft(now, { ...shown, validFrom: earlierDay(draft.validFrom, term?.startsOn) }),
    };
    return { ...(await compare(compared, draft, term, terms)), term: term === null ? null : { id: term.id, name: term.name } };
  });
}

async function compare(
  compared: Compared,
  draft: Draft,
  term: TermItem | null,
  terms: readonly TermItem[],
): Promise<Omit<Preview, "term">> {
  const { today, now, drafted } = compared;
  const changes = diffPolicies(policyOn(now, draft.validFrom).policy, draft.policy);
  const touches = (...parts: string[]) => changes.some(({ path }) => parts.some((part) => path.startsWith(part)));
  const kpis = concernedKpis(touches);
  const figures = term === null ? [] : await previewFigures(compared, kpis, term);
  const counted = compared.studentLevel && touches("attendance.absenceLimit", "attendance.chronic");
  const danger = term !== null && counted ? await previewDanger(compared, draft, term) : null;
  const hidden = term !== null && touches("suppression") ? await previewHidden(compared, draft, term) : null;
  const begun = terms.filter(({ startsOn, endsOn }) => startsOn <= today && endsOn >= draft.validFrom);
  const past = draft.validFrom < today ? await comparePast(compared, kpis, begun) : { compared: 0, changed: 0, terms: [], more: false };
  const targets = touches("targets", "narrowTargets") ? await previewTargets(compared, draft, term) : [];
  const differs = [
    ...figures.map((one) => one.now !== one.drafted || one.now !== one.ifHeld),
    ...targets.map((one) => one.now !== one.drafted),
    ...[danger?.near, danger?.chronic, hidden].map((one) => one != null && one.become + one.stop > 0),
    past.changed > 0,
    touches("retention"),
  ];
  const ahead = policyOn(drafted, today).version === policyOn(now, today).version;
  return { changes, ahead, figures, danger, hidden, past, targets, nothing: !differs.includes(true) };
}
