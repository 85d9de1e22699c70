import { type Command, InvalidArgumentError, Option } from "commander";
import { openLogWriter } from "@/lib/event-log/open-log";
import { Ingest } from "@/lib/ingest/ingest";
import { ouladEvents } from "@/lib/sources/oulad/oulad-events";
import { toDay } from "../options";
import { sendPaced } from "../send-paced";
import { addTarget, type Target, withSender } from "../with-sender";
import { withStore } from "../with-store";

type OuladReplay = Target & { presentation?: string; speed: number; startOn?: string };

/** `max`, or how much of the data's time passes in a second: `1d/s`, `6h/s`. Milliseconds a second; infinite: no pace. */
function toSpeed(text: string): number {
  // Not null: commander reads a null as an option without its value.
  if (text === "max") return Number.POSITIVE_INFINITY;
  const parts = /^(\d+(?:\.\d+)?)([dhm])\/s$/.exec(text);
  const unit = { d: 86_400_000, h: 3_600_000, m: 60_000 }[parts?.[2] ?? ""];
  if (unit === undefined || Number(parts?.[1]) === 0) throw new InvalidArgumentError("must be max or like 1d/s, 6h/s.");
  return Number(parts?.[1]) * unit;
}

export function register(program: Command): void {
  const replay = program.command("replay").description("Send recorded events again");
  addTarget(replay.command("oulad <dir>"))
    .description("Turn the Open University Learning Analytics Dataset into campus events and send them")
    .option("--presentation <id>", "only this one, such as 2013J")
    .option("--start-on <day>", "lay the first day of the presentation here, YYYY-MM-DD", toDay)
    .addOption(
      new Option("--speed <speed>", "max, or the data's time in a second, such as 1d/s")
        .argParser(toSpeed)
        .default(Number.POSITIVE_INFINITY, "max"),
    )
    .action(async (directory: string, options: OuladReplay) => {
      const source = ouladEvents({
        directory,
        ...(options.presentation === undefined ? {} : { presentation: options.presentation }),
        ...(options.startOn === undefined ? {} : { startOn: options.startOn }),
      });
      await withSender(options, "replay", async (sender) => {
        if (options.speed !== Number.POSITIVE_INFINITY) return sendPaced(source, sender, options.speed);
        for await (const event of source) await sender.add(event);
      });
    });
  replay
    .command("quarantine")
    .description("Offer rejected events again, after their contract or the data was mended")
    .option("--source <source>", "only of this source")
    .option("--rule <rule>", "only those that broke this rule")
    .action(async (options: { source?: string; rule?: string }) => {
      await withStore(async (store, config) => {
        const log = openLogWriter(config.eventLog, {
          database: store.database,
          identityKey: store.vault.identityKey,
          tracer: null,
          onError: () => undefined,
        });
        const result = await new Ingest(store.database, store.vault, log).replay(options).finally(() => log.close());
        // A duplicate is in the log already: it passes.
        const accepted = result.accepted + result.duplicate;
        process.stdout.write(`${result.tried} tried, ${accepted} accepted, ${result.rejected} still rejected\n`);
        if (result.rejected > 0) process.exitCode = 1;
      });
    });
}
