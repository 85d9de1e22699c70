/** Whether it came to its end within so many milliseconds. It is waited for, not called off. */
export async function endsWithin(milliseconds: number, ending: Promise<unknown>): Promise<boolean> {
  const time = Promise.withResolvers<false>();
  const timer = setTimeout(() => time.resolve(false), milliseconds);
  try {
    return await Promise.race([ending.then(() => true), time.promise]);
  } finally {
    clearTimeout(timer);
  }
}
