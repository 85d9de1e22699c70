/** Gives the reason to the server; false where it was not taken. */
export async function sendReason(student: string, said: { reason: string; note: string }): Promise<boolean> {
  const response = await fetch(`/api/internal/students/${encodeURIComponent(student)}/reason`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(said),
  }).catch(() => null);
  return response?.ok === true;
}
