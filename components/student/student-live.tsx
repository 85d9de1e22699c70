"use client";

import { useRouter } from "next/navigation";
import { useTouch } from "@/lib/live/client/use-touch";

/** Makes the page anew when facts of the student change; who may not see the student any more gets the page of an unknown one. */
export function StudentLive({ student }: { student: string }) {
  const router = useRouter();
  useTouch({ student }, () => router.refresh());
  return null;
}
