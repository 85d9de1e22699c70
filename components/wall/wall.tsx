"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { EmptyState } from "../ui/empty-state";
import type { Stop } from "./read-stops";
import { useRenewal } from "./use-renewal";
import { stopAt, type WallAddress } from "./wall-address";
import { WallBoundary } from "./wall-boundary";
import { WallFoot } from "./wall-foot";
import { useSessionEnd } from "./wall-session";
import { WallStop } from "./wall-stop";

/**
 * A screen on a wall: one stop after another, each for as long as the address says. The round depends on nothing but
 * the clock: a stop that fails is shown as failed for its time, and the next one follows.
 */
export function Wall({ stops, every }: { stops: readonly Stop[] } & WallAddress) {
  const t = useTranslations("wall");
  const failure = useTranslations("failure");
  const router = useRouter();
  const [turn, setTurn] = useState(0);
  const [paused, setPaused] = useState(false);
  const endSession = useSessionEnd();
  useRenewal(endSession);
  const index = stopAt(turn, stops.length);
  const stop = stops[index];
  const move = (by: 1 | -1) => setTurn((before) => before + by);
  const leave = () => router.push("/");

  // Each stop has its whole time, whoever chose it.
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => setTurn(turn + 1), every * 1_000);
    return () => clearTimeout(timer);
  }, [turn, paused, every]);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") leave();
    else if (event.key === "ArrowRight") move(1);
    else if (event.key === "ArrowLeft") move(-1);
    else if (event.key === " " && !(event.target instanceof HTMLButtonElement)) setPaused((before) => !before);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  return (
    <div
      data-wall-screen
      className="grid min-h-screen grid-rows-[auto_minmax(0,1fr)_auto] gap-3 bg-ground p-4 md:h-screen md:overflow-hidden"
    >
      <h1 className="text-xl font-semibold tracking-tight" data-stop={stop?.id}>
        {stop?.title ?? t("title")}
      </h1>
      {stop === undefined ? (
        <EmptyState title={t("nothing")} />
      ) : (
        <WallBoundary key={turn} fallback={<EmptyState alert title={failure("title")} text={t("goesOn")} />}>
          <WallStop stop={stop} />
        </WallBoundary>
      )}
      <WallFoot index={index} count={stops.length} paused={paused} every={every} onPause={() => setPaused(!paused)} onLeave={leave} />
    </div>
  );
}
