import { setTimeout as pause } from "node:timers/promises";
import type { TestFlink } from "@/lib/aggregator/flink/testing/start-flink";
import type { TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import type { ViewQuery } from "@/lib/live/protocol";
import { campusLoad, loadZone } from "@/lib/runtime/testing/campus-load";
import { Cluster } from "./cluster";
import { diceOf, faultNamed, faultOf } from "./faults";
import { FlinkEngine } from "./flink-engine";
import { Load } from "./load";
import { type Proof, prove } from "./prove";
import { Watcher } from "./watcher";

export type ChaosPlan = {
  seed: number;
  turns: number;
  /** Events of a turn, and how many of them a second are offered. */
  events: number;
  rate: number;
  broker: TestBroker | null;
  /** Computes cells, which needs a broker; null: the aggregators do. */
  flink: TestFlink | null;
  /** What goes wrong, in turns; null: what the seed says. */
  kinds: readonly string[] | null;
  say: (line: string) => void;
};

export type Turn = { turn: number; kind: string; what: string; proof: Proof };
export type ChaosReport = {
  seed: number;
  front: string;
  turns: Turn[];
  acknowledged: number;
  /** Requests of the senders that had no answer, or one that says to come again. */
  repeated: number;
  /** Lines that open screens lost. */
  drops: number;
  findings: string[];
};

const followed: readonly ViewQuery[] = [
  { kpi: "attendance-rate" },
  { kpi: "attendance-rate", groupBy: "org_unit" },
  { kpi: "attendance-rate", groupBy: "week" },
  { kpi: "grade-distribution", groupBy: "course" },
  { kpi: "dropout-rate", groupBy: "program" },
  { kpi: "dfw-rate", groupBy: "org_unit" },
];
const screens = 6;

/**
 * Turn by turn something goes wrong at a moment of the seed's making while events are sent and screens stand open; then what is
 * down is mended, and it is proved that nothing was lost and everybody sees the right figures. The same seed sends the same
 * events and does the same to the same processes; what they were at in that millisecond is the machine's.
 */
export async function runChaos({ seed, turns, events, rate, broker, flink, kinds, say }: ChaosPlan): Promise<ChaosReport> {
  const dice = diceOf(seed);
  const all = eventsOf(seed, turns * events);
  const sources = [...new Set(all.map(({ source }) => source))];
  const cluster = await Cluster.open({
    web: 2,
    aggregators: 2,
    timeZone: loadZone,
    broker,
    flink: flink === null ? null : new FlinkEngine(flink),
  });
  const there = { broker: broker !== null, disk: cluster.disk !== null, flink: flink !== null };
  const watchers: Watcher[] = [];
  try {
    const key = await cluster.makeKey();
    const cookie = await cluster.signIn();
    const load = new Load(cluster.front.url, key);
    for (let index = 0; index < screens; index += 1) watchers.push(new Watcher(cluster.front.url, cookie, followed));
    const report: ChaosReport = { seed, front: cluster.front.kind, turns: [], acknowledged: 0, repeated: 0, drops: 0, findings: [] };
    for (let turn = 0; turn < turns; turn += 1) {
      const own = (...about: (string | number)[]) => dice(turn, ...about);
      const named = kinds?.[turn % kinds.length];
      const fault = named !== undefined ? faultNamed(named, there) : faultOf(turn, dice, there);
      const sending = load.send(all.slice(turn * events, (turn + 1) * events), rate);
      await pause(own("moment") * (events / rate) * 1_000);
      const what = await fault.happen(cluster, own, { key, cookie });
      await cluster.mend();
      await sending;
      const proof = await prove(cluster, { sources, acknowledged: load.acknowledged }, watchers);
      report.turns.push({ turn: turn + 1, kind: fault.kind, what, proof });
      const findings = [...proof.findings, ...load.rejected.splice(0).map((item) => `rejected: ${JSON.stringify(item)}`)];
      report.findings.push(...findings.map((finding) => `turn ${turn + 1} (${what}): ${finding}`));
      say(
        `${turn + 1}/${turns} ${what}: ${proof.events} events, ${proof.cells} cells compared, ${proof.differ} differ${findings.length === 0 ? "" : `; ${findings.join("; ")}`}`,
      );
    }
    report.acknowledged = load.acknowledged;
    report.repeated = load.repeated;
    report.drops = watchers.reduce((sum, { drops }) => sum + drops, 0);
    return report;
  } finally {
    for (const watcher of watchers) watcher.close();
    await cluster.close();
  }
}

/** A term in disorder, of as many events as are wanted, each with its own id. */
function eventsOf(seed: number, wanted: number) {
  const students = Math.max(20, Math.ceil(wanted / 130));
  const made = campusLoad(seed, { students, collisions: Math.ceil(wanted / 5) });
  return made.slice(0, wanted);
}
