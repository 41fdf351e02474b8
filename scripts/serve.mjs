// Serves the page with the headers that it will have on a real host.
//   node scripts/serve.mjs                     www/ as it stands, and pkg/ under /pkg/
//   node scripts/serve.mjs --dir dist          what `make site` built, compressed
//   --port 8080                                0 takes any free one
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sirv from 'sirv';
import { immutable, revalidate, securityHeaders, versionedFolder } from './headers.mjs';

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, port: { type: 'string', default: '8080' } },
});
const root = options.dir ?? 'www';
const index = join(root, 'index.html');
if (!existsSync(index)) {
  console.error(`error: ${index} is missing.`);
  process.exit(1);
}

/** @param {import('node:http').ServerResponse} response @param {string} pathname */
function setHeaders(response, pathname) {
  // Read anew each time: while the page is being edited, so is its import map.
  for (const [name, value] of Object.entries(securityHeaders(readFileSync(index, 'utf8')))) {
    response.setHeader(name, value);
  }
  response.setHeader('Cache-Control', versionedFolder.test(pathname) ? immutable : revalidate);
  if (pathname.endsWith('.safetensors')) response.setHeader('Content-Type', 'application/octet-stream');
}

const page = options.dir
  ? sirv(root, { brotli: true, gzip: true, etag: true, setHeaders })
  : sirv(root, { dev: true, etag: true, setHeaders });
const pkg = sirv('pkg', { dev: true, etag: true, setHeaders });

const server = createServer((request, response) => {
  if (!options.dir && request.url?.startsWith('/pkg/')) {
    request.url = request.url.slice('/pkg'.length);
    pkg(request, response);
  } else {
    page(request, response);
  }
});
server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  const taken = error.code === 'EADDRINUSE';
  console.error(
    `error: ${taken ? `port ${options.port} is taken; try make serve PORT=8081` : error.message}`,
  );
  process.exit(1);
});
server.listen(Number(options.port), 'localhost', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`Autoencoder Lab: http://localhost:${port}`);
});
