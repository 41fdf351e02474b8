// A connection between the browser and a server that counts what comes down.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Another origin for the one given: whatever the page asks for, in its workers too, goes through it.
 * @param {string} origin
 */
export async function connection(origin) {
  const { hostname, port } = new URL(origin);
  let bytes = 0;
  const server = createServer((browser) => {
    const host = connect(Number(port), hostname);
    host.on('data', (chunk) => (bytes += chunk.length));
    browser.pipe(host).pipe(browser);
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
