// The canonical MNIST files, fetched from where they are kept and checked against their hashes.
import { download } from '../shared/download.js';
import { track } from '../widgets/messages.js';

/** @typedef {{ name: string, bytes: number, sha256: string }} IdxFile */

const HOME = 'https://storage.googleapis.com/cvdf-datasets/mnist/';

/** @type {Record<'trainImages' | 'trainLabels' | 'testImages' | 'testLabels', IdxFile>} */
const FILES = {
  trainImages: {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 9912422,
    sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 28881,
    sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 1648877,
    sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 4542,
    sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  },
};

export async function fetchMnist() {
  return track('Downloading MNIST', async (report) => {
    /** @param {IdxFile} file @param {(share: number) => void} [onShare] */
    const fetchOne = ({ name, bytes, sha256 }, onShare) =>
      download(new URL(name, HOME), { bytes, sha256, onShare });
    const [images, labels, testImages, testLabels] = await Promise.all([
      fetchOne(FILES.trainImages, report),
      fetchOne(FILES.trainLabels),
      fetchOne(FILES.testImages),
      fetchOne(FILES.testLabels),
    ]);
    return { train: { images, labels }, test: { images: testImages, labels: testLabels } };
  });
}
