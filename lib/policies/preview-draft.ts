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
  /**
   * Figures here are of this moment and of whatever draft is asked: by several of them, one after the other, single marks are
   * told. So they are for who sees every student one by one, and others are told what would change and no figure (CELL-1).
   */
  seesEveryStudent: boolean;
};

const institution: Scope = { kind: "institution" };

/**
 * What a draft would do, on the institution's real figures: each is computed by the queries of every page, in one
 * snapshot, with the draft among the versions and without. Nothing is written.
 */
export function previewDraft({ database, today, locale, seesEveryStudent }: PreviewAsk, draft: Draft): Promise<Preview> {
  return withScopedRead(database, institution, async (read) => {
    const now = await readPolicyVersions(read);
    const terms = await listTerms(read, today);
    const term = terms.find(({ underWay }) => underWay) ?? terms.find(({ startsOn }) => startsOn <= today) ?? null;
    const compared: Compared = {
      read,
      today,
      locale,
      now,
      drafted: withDraft(now, draft),
      ifHeld: withDraft(now, { ...draft, validFrom: earlierDay(draft.validFrom, term?.startsOn) }),
    };
    const changes = diffPolicies(policyOn(now, draft.validFrom).policy, draft.policy);
    const found = await (seesEveryStudent ? compare : compareTargets)(compared, draft, changes, term, terms);
    const ahead = policyOn(compared.drafted, today).version === policyOn(now, today).version;
    return { ...found, changes, ahead, term: term === null ? null : { id: term.id, name: term.name } };
  });
}

type Changes = Preview["changes"];
type Effects = Omit<Preview, "term" | "changes" | "ahead">;

const touching =
  (changes: Changes) =>
  (...parts: string[]) =>
    changes.some(({ path }) => parts.some((part) => path.startsWith(part)));

const nothingPast: Preview["past"] = { compared: 0, changed: 0, terms: [], more: false };

/** For who does not see every student: what is aimed at is no figure of anybody. */
async function compareTargets(compared: Compared, draft: Draft, changes: Changes, term: TermItem | null): Promise<Effects> {
  const touches = touching(changes);
  const targets = touches("targets", "narrowTargets") ? await previewTargets(compared, draft, term) : [];
  return { figures: [], danger: null, hidden: null, past: nothingPast, targets, withheld: true, nothing: changes.length === 0 };
}

async function compare(
  compared: Compared,
  draft: Draft,
  changes: Changes,
  term: TermItem | null,
  terms: readonly TermItem[],
): Promise<Effects> {
  const { today } = compared;
  const touches = touching(changes);
  const kpis = concernedKpis(touches);
  const figures = term === null ? [] : await previewFigures(compared, kpis, term);
  const counted = touches("attendance.absenceLimit", "attendance.chronic");
  const danger = term !== null && counted ? await previewDanger(compared, draft, term) : null;
  const hidden = term !== null && touches("suppression") ? await previewHidden(compared, draft, term) : null;
  const begun = terms.filter(({ startsOn, endsOn }) => startsOn <= today && endsOn >= draft.validFrom);
  const past = draft.validFrom < today ? await comparePast(compared, kpis, begun) : nothingPast;
  const targets = touches("targets", "narrowTargets") ? await previewTargets(compared, draft, term) : [];
  const differs = [
    ...figures.map((one) => one.now !== one.drafted || one.now !== one.ifHeld),
    ...targets.map((one) => one.now !== one.drafted),
    ...[danger?.near, danger?.chronic, hidden].map((one) => one != null && one.become + one.stop > 0),
    past.changed > 0,
    touches("retention"),
  ];
  return { figures, danger, hidden, past, targets, withheld: false, nothing: !differs.includes(true) };
}
