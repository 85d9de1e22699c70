/** How numbers and times are written: the same on screens, in mails and in reports. */
export * from "@/lib/kpis/format";
