// The rooms of the page, in the order in which they may import: each from those before it alone.
// `make lint` holds it with dependency-cruiser; tests/unit/rooms.test.js, of types in comments as well.
const ROOMS = ['shared', 'widgets', 'engine', 'picture', 'families', 'features', 'app'];
const WORKER = '^www/engine/worker[.]js$';

const oneWay = ROOMS.map((room, i) => ({
  name: `${room}-from-below`,
  comment: `${room}/ imports from no room after it: ${ROOMS.slice(0, i + 1).join(', ')}`,
  severity: 'error',
  from: { path: `^www/${room}/`, pathNot: WORKER },
  to: { path: `^www/(${ROOMS.slice(i + 1).join('|') || '-'})/` },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'no-tool-knows-another',
      severity: 'error',
      from: { path: '^www/features/([^/]+)/' },
      to: { path: '^www/features/', pathNot: '^www/features/$1/' },
    },
    {
      name: 'worker-from-tools-worker-alone',
      severity: 'error',
      from: { path: WORKER },
      to: { path: '^www/(picture|families|features|app)/', pathNot: '/worker[.]js$' },
    },
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-missing',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '[?]worker$|^(comlink|temml)$|/pkg/' },
    },
    {
      name: 'no-orphan',
      comment: 'a module that nothing imports is dead',
      severity: 'error',
      from: { orphan: true, pathNot: '[.]d[.]ts$|^www/picture/page[.]js$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^pkg/|^www/vendor/' },
  },
};
