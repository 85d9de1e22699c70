/**
 * Milliseconds until all of a mail is with the server: its turn, the connection, the envelope, the data. Who breaks off
 * before the final dot has sent nothing.
 */
export const handOverTime = 75_000;

/**
 * Milliseconds that a server's answer to the final dot is waited for: RFC 5321 (4.5.3.2.6) asks for ten minutes, since who
 * breaks off here sends again what the server may have.
 */
export const answerTime = 10.5 * 60_000;

/** Milliseconds until another process may send it again: longer than both, counted from before the first. */
export const mailLease = 12 * 60_000;
