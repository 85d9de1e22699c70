/** Whether this browser's reader was told what of the demo is simulated: a cookie, so that the server leaves the notice out and nothing jumps. */
export const demoNoticeCookie = "demo-notice";
