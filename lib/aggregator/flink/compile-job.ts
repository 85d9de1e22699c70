import {
  activityContribution,
  attendanceContribution,
  type Contribution,
  enrollmentContribution,
  gradeContribution,
  meetingContribution,
  registrationContribution,
  scoreContribution,
} from "../contribution";
import { dimensions } from "../dimensions";
import { attendanceFact, enrollmentFact, type FactDefinition, gradeFact, registrationFact, scoreFact } from "../facts";
import { added, cellTable, isOfFlink, summed } from "./compile-cells";
import { activity, latest, meetings, resolved } from "./compile-facts";
import { campusEvents, campusTopic, type FlinkJobOptions, upsertTable } from "./compile-sources";
import { dimensionTopic } from "./topics";

/** What is said to Flink, statement by statement; the last one runs until it is stopped. */
export type FlinkJob = { settings: Readonly<Record<string, string>>; definitions: readonly string[]; run: string };

/** In the order of their views: enrolments look at grades. */
const facts: readonly { fact: FactDefinition; contribution: Contribution }[] = [
  { fact: attendanceFact, contribution: attendanceContribution },
  { fact: gradeFact, contribution: gradeContribution },
  { fact: enrollmentFact, contribution: enrollmentContribution },
  { fact: registrationFact, contribution: registrationContribution },
  { fact: scoreFact, contribution: scoreContribution },
];
const contributions: readonly Contribution[] = [
  ...facts.map(({ contribution }) => contribution),
  meetingContribution,
  activityContribution,
];

export function compileJob(options: FlinkJobOptions): FlinkJob {
  const cells = contributions.flatMap(({ family }) => family.cells.filter(isOfFlink).map((table) => ({ family, table })));
  return {
    settings: settingsOf(options),
    definitions: [
      campusTopic(options),
      campusEvents,
      ...dimensions.map(({ name, key, columns }) =>
        upsertTable(options, dimensionTopic(options.topics, name), `dim_${name}`, { key, columns }),
      ),
      ...facts.flatMap(({ fact, contribution }) => [latest(fact), resolved(fact, contribution)]),
      meetings,
      activity(options.timeZone),
      ...contributions.map(added),
      ...cells.map(({ family, table }) => cellTable(options.topics, family, table)),
    ],
    run: `EXECUTE STATEMENT SET BEGIN\n${cells.map(({ family, table }) => `${summed(family, table)};\n`).join("")}END`,
  };
}

const settingsOf = ({ parallelism, topics }: FlinkJobOptions) => ({
  "pipeline.name": topics.cells,
  "parallelism.default": String(parallelism),
  // State is exact, and a snapshot of some seventy vertices is dear (ADR 33); the topic of cells may have a value again after a failure, which is the same or followed by what holds.
  "execution.checkpointing.mode": "EXACTLY_ONCE",
  "execution.checkpointing.interval": "3 s",
  "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
  // A view that many cells are made of is computed once, and not once for each with the columns that it needs.
  "table.optimizer.reuse-optimize-block-with-digest-enabled": "true",
});
