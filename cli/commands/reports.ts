import type { Command } from "commander";
import { maskText } from "@/lib/platform/log-masking";
import { type MarkedBounce, markBounced } from "@/lib/reports/delivery/mark-bounced";
import { readBounce } from "@/lib/reports/delivery/read-bounce";
import { withStore } from "../with-store";

/** As mail servers understand programs that they hand mails to (sysexits.h). */
const exit = { ok: 0, noNotification: 65, unknown: 67, again: 75, forged: 77 } as const;

/** Bytes: a notification may bring the whole mail back. */
const largestMail = 50 * 1024 * 1024;

const statusOf: Readonly<Record<MarkedBounce, { status: number; says: string }>> = {
  marked: { status: exit.ok, says: "marked as bounced" },
  known: { status: exit.ok, says: "was marked before" },
  unknown: { status: exit.unknown, says: "is not about a mail of ours" },
  forged: { status: exit.forged, says: "names a mail that was not sent so" },
  "too-early": { status: exit.again, says: "is about a mail that is about to be sent again" },
};

export function register(program: Command): void {
  const reports = program.command("reports").description("Reports that people get");
  reports
    .command("bounced")
    .description("Read a delivery status notification from standard input and mark its report; for a mail server's pipe")
    .addHelpText(
      "after",
      `
Exit status: 0 marked, marked before, or no failure · 65 no notification · 67 not about a mail of ours
             75 come again (the database does not answer, or the mail is about to be sent again) · 77 forged`,
    )
    .action(async () => {
      const source = await readInput();
      const read = await readBounce(source);
      if (read.is !== "bounce") {
        process.stdout.write(read.is === "none" ? "no notification\n" : "no failure: nothing is marked\n");
        process.exitCode = read.is === "none" ? exit.noNotification : exit.ok;
        return;
      }
      try {
        await withStore(async ({ database }) => {
          const { status, says } = statusOf[await markBounced(database, read.bounce)];
          process.stdout.write(`${maskText(read.bounce.diagnostic)}: ${says}\n`);
          process.exitCode = status;
        });
      } catch (error) {
        process.stderr.write(`bellwether: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = exit.again;
      }
    });
}

async function readInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size <= largestMail) parts.push(bytes);
  }
  return Buffer.concat(parts);
}
