import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { headOf } from "@/lib/live/fold";
import type { DeltaBody } from "@/lib/live/protocol";

const most = { ratio: 1, points: 4.5 } as const;

/** Figures that are another in every odd round and those of the beginning in every even one, so that pages can be compared. */
function moved<F extends Pick<KpiGroup, "value">>(figure: F, unit: KpiAnswer["unit"], round: number): F {
  if (figure.value === null || round % 2 === 0) return figure;
  const by = (most[unit] / 50) * (1 + (round % 7));
  return { ...figure, value: figure.value + by <= most[unit] ? figure.value + by : figure.value - by };
}

/** As a view's answer stands in a round: its own figure, and one of its groups after the other. */
export function answerIn(round: number, start: KpiAnswer, now: Date): KpiAnswer {
  const { unit, groups } = start;
  const turn = groupIn(round, start);
  const watermark = {
    ...start.watermark,
    position: String(BigInt(start.watermark.position) + BigInt(round)),
    processedThrough: now.toISOString(),
  };
  return {
    ...moved(start, unit, round),
    watermark,
    ...(groups === undefined ? {} : { groups: groups.map((group, index) => (index === turn ? moved(group, unit, round) : group)) }),
  };
}

/** Two rounds are a group's turn: away, and back. */
const groupIn = (round: number, { groups = [] }: KpiAnswer) => Math.ceil(round / 2) % Math.max(1, groups.length);

/** What turns a view's answer of the round before into that of this round. */
export function deltaIn(round: number, start: KpiAnswer, now: Date): DeltaBody & { from: string; to: string } {
  const { groups, ...rest } = start;
  const group = groups?.[groupIn(round, start)];
  const { watermark, ...head } = answerIn(round, rest, now);
  const from = String(BigInt(start.watermark.position) + BigInt(round - 1));
  return {
    from,
    to: watermark.position,
    head: headOf({ ...head, watermark }),
    put: group === undefined ? [] : [moved(group, start.unit, round)],
  };
}
