// Serves the benchmark's pages, the built package and the ONNX models, cross-origin isolated so that
// contenders may use threads.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { onnxModel } from './models.js';
import { shapes } from './shapes.js';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * The origin of a server of packages, each as /NAME/, and a function that stops it.
 * @param {Record<string, string>} folders of packages by name
 */
export async function serve(folders) {
  const models = new Map(
    Object.entries(shapes).map(([name, shape]) => [`/models/${name}.onnx`, Buffer.from(onnxModel(shape))]),
  );
  const pages = sirv(fileURLToPath(new URL('.', import.meta.url)), { dev: true });
  const packages = Object.entries(folders).map(([name, folder]) => ({
    path: `/${name}/`,
    files: sirv(folder, { dev: true }),
  }));
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    const { url = '' } = request;
    if (models.has(url)) return response.end(models.get(url));
    const held = packages.find(({ path }) => url.startsWith(path));
    if (!held) return pages(request, response);
    request.url = url.slice(held.path.length - 1);
    return held.files(request, response);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}
