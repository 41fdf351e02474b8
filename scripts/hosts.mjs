// The same headers in the words of several hosts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { immutable, revalidate, securityHeaders } from './headers.mjs';

/** @typedef {Record<string, string>} Headers */
/** @typedef {(security: Headers, version: string) => string} Format */

// Netlify and Cloudflare Pages. They join the values of rules that overlap, so no header stands in two.
/** @type {Format} */
function netlify(security, version) {
  const rule = (/** @type {string} */ path, /** @type {Headers} */ headers) =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');
  return [
    rule('/*', security),
    rule('/', { 'Cache-Control': revalidate }),
    rule('/index.html', { 'Cache-Control': revalidate }),
    rule(`/${version}/*`, { 'Cache-Control': immutable }),
    '',
  ].join('\n');
}

/** @type {Format} */
function apache(security, version) {
  const set = (/** @type {string[]} */ [name, value]) => `Header always set ${name} "${value}"`;
  return `AddType application/wasm .wasm
<IfModule mod_headers.c>
${Object.entries(security).map(set).join('\n')}
${set(['Cache-Control', revalidate])}
${set(['Cache-Control', immutable])} "expr=%{REQUEST_URI} =~ m#/${version}/#"
</IfModule>
`;
}

// To be included in a server block; ngx_brotli's or gzip's static module sends the .br and .gz files.
/** @type {Format} */
function nginx(security, version) {
  const add = (/** @type {string[]} */ [name, value]) => `  add_header ${name} "${value}" always;`;
  const location = (/** @type {string} */ path, /** @type {string} */ cache) => [
    `location ${path} {`,
    ...Object.entries(security).map(add),
    add(['Cache-Control', cache]),
    '  gzip_static on;',
    '}',
  ];
  return [...location('/', revalidate), ...location(`/${version}/`, immutable), ''].join('\n');
}

/** @type {Format} */
function vercel(security, version) {
  const list = (/** @type {Headers} */ headers) =>
    Object.entries(headers).map(([key, value]) => ({ key, value }));
  const headers = [
    { source: '/(.*)', headers: list(security) },
    { source: `/${version}/(.*)`, headers: list({ 'Cache-Control': immutable }) },
  ];
  return `${JSON.stringify({ headers }, null, 2)}\n`;
}

/**
 * Writes each host's file into a site.
 * @param {string} folder of the site
 * @param {string} html its page
 * @param {string} version its versioned folder
 */
export function writeHostFiles(folder, html, version) {
  const security = securityHeaders(html);
  const files = { _headers: netlify, '.htaccess': apache, 'nginx.conf': nginx, 'vercel.json': vercel };
  for (const [name, format] of Object.entries(files)) {
    writeFileSync(join(folder, name), format(security, version));
  }
  // GitHub Pages would else leave out what starts with an underscore.
  writeFileSync(join(folder, '.nojekyll'), '');
}
