import { type Command, InvalidArgumentError, Option } from "commander";
import { Ingest } from "@/lib/ingest/ingest";
import { ouladEvents } from "@/lib/sources/oulad/oulad-events";
import { toDay, toUrl } from "../options";
import { Sender } from "../send-events";
import { sendPaced } from "../send-paced";
import { say, withStore } from "../with-store";

type OuladReplay = { url: string; key: string; presentation?: string; speed: number; startOn?: string };

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
  replay
    .command("oulad <dir>")
    .description("Turn the Open University Learning Analytics Dataset into campus events and send them")
    .requiredOption("--url <url>", "where Bellwether runs", toUrl)
    .requiredOption("--key <key>", "an API key with events:write")
    .option("--presentation <id>", "only this one, such as 2013J")
    .option("--start-on <day>", "lay the first day of the presentation here, YYYY-MM-DD", toDay)
    .addOption(
      new Option("--speed <speed>", "max, or the data's time in a second, such as 1d/s")
        .argParser(toSpeed)
        .default(Number.POSITIVE_INFINITY, "max"),
    )
    .action(async (directory: string, options: OuladReplay) => {
      const sender = new Sender(options.url, options.key, (total) =>
        say(`${total.accepted} accepted, ${total.duplicate} known before, ${total.rejected} rejected`),
      );
      const source = ouladEvents({
        directory,
        ...(options.presentation === undefined ? {} : { presentation: options.presentation }),
        ...(options.startOn === undefined ? {} : { startOn: options.startOn }),
      });
      if (options.speed === Number.POSITIVE_INFINITY) for await (const event of source) await sender.add(event);
      else await sendPaced(source, sender, options.speed);
      await sender.flush();
      const { accepted, duplicate, rejected } = sender.total;
      process.stdout.write(`${accepted} accepted, ${duplicate} duplicate, ${rejected} rejected\n`);
      if (rejected > 0) process.exitCode = 1;
    });
  replay
    .command("quarantine")
    .description("Offer rejected events again, after their contract or the data was mended")
    .option("--source <source>", "only of this source")
    .option("--rule <rule>", "only those that broke this rule")
    .action(async (options: { source?: string; rule?: string }) => {
      await withStore(async (store) => {
        const result = await new Ingest(store.database, store.vault).replay(options);
        process.stdout.write(`${result.tried} tried, ${result.accepted} accepted, ${result.rejected} still rejected\n`);
        if (result.rejected > 0) process.exitCode = 1;
      });
    });
}
