/** Whether a host is this machine: `localhost`, `127.0.0.0/8` or `::1`, with or without a URL's brackets. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/iu.test(host);
}
