import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { Temporal } from "temporal-polyfill";
import { loadConfig } from "@/lib/platform/config";
import { machineTimeZone } from "@/lib/runtime/time-zone";
import { makeCampus } from "@/lib/simulator/campus";
import { dayEvents, rosterEvents } from "@/lib/simulator/events";
import { toWhole } from "../options";
import { addTarget, type Target, withSender } from "../with-sender";

type Options = Target & { seed: string; students: number; rate: number; days: number };

export function register(program: Command): void {
  addTarget(program.command("simulate"))
    .description("Send the events of a simulated campus, deterministic by its seed")
    .option("--seed <seed>", "the same seed gives the same campus", "bellwether")
    .option("--students <n>", "how many students", toWhole(1), 1_200)
    .option("--days <n>", "how many days of the year up to today", toWhole(0), 365)
    .option("--rate <n>", "most events a second; 0: as fast as they are taken", toWhole(0), 0)
    .action(async (options: Options) => {
      const timeZone = loadConfig(process.env).timeZone ?? machineTimeZone();
      const today = Temporal.Now.plainDateISO(timeZone);
      const campus = makeCampus(options.seed, today.toString(), options.students);
      const { rate } = options;
      await withSender(options, "simulate", async (sender) => {
        const began = performance.now();
        let sent = 0;
        const send = async (event: unknown) => {
          await sender.add(event);
          sent += 1;
          const early = rate > 0 ? (sent / rate) * 1_000 - (performance.now() - began) : 0;
          if (early < 200) return;
          await sender.flush();
          await pause(early);
        };
        for (const event of rosterEvents(campus, timeZone)) await send(event);
        for (let day = today.subtract({ days: options.days }); Temporal.PlainDate.compare(day, today) < 0; day = day.add({ days: 1 })) {
          for (const event of dayEvents(campus, day, timeZone)) await send(event);
        }
      });
    });
}
