/** Whether the days that a question is about are all over: what was not recorded in them is not to be waited for. */
export function isOver({ to }: { to?: string | undefined }, term: { endsOn: string } | null, today: string): boolean {
  const last = to ?? term?.endsOn;
  return last !== undefined && last < today;
}
