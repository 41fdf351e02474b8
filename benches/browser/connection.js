// A connection between the browser and a server: counts what comes down, and can be as slow as people's.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** @typedef {{ bitsPerSecond: number, latency: number }} Pace `latency`: milliseconds there and back */

/**
 * Another origin for the one given: whatever the page asks for, in its workers too, goes through one line.
 * @param {string} origin @param {Pace} [pace] as fast as it can where none is given
 */
export async function connection(origin, pace = { bitsPerSecond: Infinity, latency: 0 }) {
  const { hostname, port } = new URL(origin);
  let bytes = 0;
  let free = 0;
  const server = createServer((browser) => {
    const host = connect(Number(port), hostname);
    // Half of the latency each way, and once there and back before the first word.
    const opened = performance.now() + pace.latency;
    let [up, down] = [wait(pace.latency), Promise.resolve()];
    browser.on('data', (chunk) => {
      up = up.then(() => wait(pace.latency / 2)).then(() => void host.write(chunk));
    });
    host.on('data', (chunk) => {
      bytes += chunk.length;
      free = Math.max(free, performance.now()) + (8000 * chunk.length) / pace.bitsPerSecond;
      const due = Math.max(free, opened) + pace.latency / 2;
      down = down
        .then(() => wait(Math.max(0, due - performance.now())))
        .then(() => void browser.write(chunk));
    });
    host.on('end', () => void down.then(() => browser.end()));
    browser.on('end', () => host.end());
    for (const socket of [browser, host])
      socket.on('error', () => {
        browser.destroy();
        host.destroy();
      });
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://localhost:${address.port}`,
    /** Bytes that came down since this was asked last, headers with them. */
    taken() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    close: () => server.close(),
  };
}
