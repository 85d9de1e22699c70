import type { Command } from "commander";
import { writeAudit } from "@/lib/access/write-audit";
import { resendLog } from "@/lib/event-log/kafka/resend-log";
import { BellwetherError } from "@/lib/platform/errors";
import { say, withStore } from "../with-store";

const tellEvery = 100_000;

export function register(program: Command): void {
  const kafka = program.command("kafka").description("The topic of campus events (EVENT_LOG=kafka)");
  kafka
    .command("resend")
    .description("Send the events of the log to the topic again, for who begins with what it does not have; goes on where it was cut off")
    .action(() =>
      withStore(async ({ database, vault }, { eventLog }) => {
        if (eventLog.kind !== "kafka") {
          throw new BellwetherError("config-invalid", "EVENT_LOG: the log is in Postgres alone; set it to kafka", {
            variable: "EVENT_LOG",
          });
        }
        let told = 0;
        const events = await resendLog({
          database,
          identityKey: vault.identityKey,
          config: eventLog,
          onSent: (sent) => {
            if (sent < told + tellEvery) return;
            told = sent;
            say(`${sent} events sent.`);
          },
        });
        const { topic } = eventLog;
        if (events > 0) await writeAudit(database.owner, { actor: "system", action: "log.resent", detail: { events, topic } });
        process.stdout.write(`${events} events sent to ${topic}\n`);
      }),
    );
}
