// The exported API, used whole and checked by `tsc`; nothing here runs.
import init, { Corpus, Lab, LabError } from '../../pkg/autoencoder_lab.js';
import type { Document, Found, Semantic } from '../../pkg/autoencoder_lab.js';

export async function tour(files: {
  images: Uint8Array;
  labels: Uint8Array;
  map: Uint8Array;
}): Promise<void> {
  const { memory } = await init();
  const bytes: number = memory.buffer.byteLength;

  const lab = await Lab.open({ device: 'auto', seed: 1 });
  await Lab.open();
  const badge = `${lab.device.kind} ${lab.device.name}: ${lab.device.reason} (${bytes} bytes)`;

  const family = lab.families()[0]!;
  const config = Object.fromEntries(family.controls.map((control) => [control.name, control.default]));
  const model = lab.create(family.id, config);
  const fresh = lab.create('pca');
  console.info(family.equation, lab.equation(family.id, model.config), lab.equation('pca'));

  const mnist = lab.idx(files.images, files.labels);
  const unlabelled = lab.idx(files.images);
  const digits = lab.digits(1000, { seed: 2 });
  const few = lab.digits(10);
  const [training, test] = digits.split(0.9, 3);
  const [half] = few.split(0.5);
  const labelled = digits.few(1);
  console.info(labelled.count, digits.few(10, 3).count);
  const label: number = mnist.labelled ? mnist.labels()[0]! : 0;
  const pen: Float32Array | undefined = half.strokes(0)[0];
  const sequences = few.sequences(40);
  const redrawn: Float32Array[] = lab.strokes(lab.sequence(half.strokes(0), 40));

  const controller = new AbortController();
  const losses: number[] = [];
  const report = await model.train(training, {
    epochs: 1,
    batchSize: 64,
    learningRate: 1e-3,
    schedule: 'cosine',
    validation: test,
    seed: 4,
    onProgress: ({ step, steps, epoch, loss, terms, validation, stage, stepsPerSecond, secondsLeft }) => {
      losses.push(loss, validation ?? loss, ...Object.values(terms));
      console.info(stage?.label, stage?.step, stage?.steps, stage?.index, stage?.count);
      if (step === steps || epoch > 1 || stepsPerSecond * secondsLeft < 0) controller.abort();
    },
    signal: controller.signal,
  });
  await fresh.train(few, { steps: 10, learningRate: family.learningRate, validation: 0.2 });
  await fresh.train(few);
  const { loss, squaredError } = await model.evaluate(test);

  const image = test.images(0, 1);
  const blotted = lab.corrupt(image, { kind: 'blots', level: 0.1, seed: 6 });
  const damaged = lab.corrupt(blotted, { kind: 'salt-and-pepper', level: 0.1, seed: 6 });
  const code = await model.encode(lab.corrupt(damaged));
  const plane = lab.plane(code, model.codeSize);
  const points = lab.grid({ low: [-1, -1], high: [1, 1], columns: 3, rows: 3 });
  const way = lab.walk(lab.lift(points, plane).slice(0, model.codeSize), code, { way: 'spherical' });
  const found: Uint32Array = lab.nearest(way, code, model.codeSize, { k: 3, metric: 'cosine' });
  console.info(lab.nearest([way, code], code, model.codeSize), lab.majority(few.labels()), lab.majority([1]));
  const answers = lab.histogram(code, { bins: 10, low: 0, high: 1 });
  console.info(answers.counts[0], answers.low, answers.high, answers.mean, lab.shareAbove(code, 0.5));
  console.info(lab.histogram(code).counts.length);
  const { count, mean: average, deviation: around, minimum, maximum } = lab.summary([1, 2]);
  console.info(count, average, around, minimum, maximum, lab.argmax(code), lab.ranking(code)[0]);
  const classes = lab.classMedians(points, 2, few.labels());
  console.info(lab.percentiles(points, 2, [0.01, 0.99]), classes.labels, classes.counts, classes.medians);
  const central = lab.centralRegion(lab.statistics(points, 2).standardDeviation);
  console.info(lab.grid({ ...central, columns: 3, rows: 3, place: 'middles' }), model.styleSize);
  console.info(lab.statistics(lab.project(way, plane), 2).standardDeviation, found);
  const map = lab.map(files.map, { sha256: '0'.repeat(64) });
  console.info(lab.lift(map.points, map.plane), map.labels[0], map.data);
  const { exact, deviation, grid, sampling } = lab.expectation({ dimensions: 3, points: [8, 1000], seed: 1 });
  console.info(exact, deviation, grid.errors, grid.predicted, sampling.estimates, sampling.points);
  console.info(lab.integrand(lab.nodes({ kind: 'random', dimensions: 3, count: 8, seed: 1 }), 3));
  console.info(lab.slice(3, lab.perAxis(1000, 3)), lab.nodes({ dimensions: 3, count: 8, axes: 2 }));
  const { mean, standardDeviation, low, high } = model.codeStatistics;
  code[0] = Math.min(Math.max(mean[0]! + standardDeviation[0]!, low[0]!), high[0]!);
  const pictures: Float32Array[] = [
    await model.decode(code, { signal: controller.signal, onProgress: (share) => console.info(share) }),
    await model.reconstruct(lab.drawing(new Uint8ClampedArray(4), 1, 1)),
    await model.reconstructInTraining(image),
    await model.sample(2, { seed: 5, label }),
    await model.sample(1),
    await model.decode(await model.changeClass(code, 7)),
    await model.decode(await model.changeClass(code, 7, label)),
    ...(await model.activations(image)),
    ...(await model.decodeActivations(code)),
    model.squaredErrors(image, image),
  ];

  const machine = lab.create('rbm', { codeSize: 64 });
  pictures.push(...(await machine.gibbs(image, { steps: 5, seed: 1 })), await machine.freeEnergy(image));
  const step = await machine.contrastiveStep(image, { seed: 1, units: [0, 3] });
  pictures.push(step.visible, step.visibleMeansAgain, step.visibleAgain, step.positive, step.negative);
  console.info(step.hiddenMeans, step.hidden, step.hiddenMeansAgain, step.energy);
  console.info(step.freeEnergy - step.freeEnergyAgain);
  const { images: components } = await lab.create('pca', { codeSize: 2 }).filters();
  console.info(lab.subspaceOverlap(components, components, 784));
  const pooled = await lab.create('convolutional').pooling(image, 0);
  console.info(pooled.side, pooled.half, pooled.channels, pooled.map, pooled.pooled);
  console.info(pooled.switched, pooled.copied, pooled.bySwitches, pooled.byCopies);
  const density = await lab.create('vae').posterior(image, { seed: 1 });
  console.info(density.mean, density.deviation, density.divergence, density.draw);
  const gap = await machine.freeEnergyGap(training, test);
  const {
    logLikelihood,
    logPartition,
    standardDeviation: spread,
  } = await machine.logLikelihood(test, {
    chains: 10,
    temperatures: 100,
    seed: 1,
    onProgress: (share) => console.info(share),
    signal: controller.signal,
  });
  console.log(gap, logLikelihood, logPartition, spread, await machine.logLikelihood(few));

  const layers = await lab.pretrain(training, {
    method: 'denoising',
    widths: [100, 50],
    epochs: 2,
    batchSize: 64,
    learningRate: 1e-3,
    seed: 1,
    onProgress: ({ stage, loss }) => console.info(stage?.label, loss),
    signal: controller.signal,
  });
  const { testError, examples, steps, seconds } = await layers.fineTune(training, test, {
    labels: 10,
    start: 'random',
    steps: 100,
    batchSize: 20,
    learningRate: 1e-3,
    dropout: 0.2,
    seed: 2,
    onProgress: ({ terms }) => console.info(terms.testError),
    signal: controller.signal,
  });
  console.info(testError, examples, steps, seconds, layers.widths.length);
  console.info((await (await lab.pretrain(few)).fineTune(few, test)).testError);
  layers.free();
  const { signal } = controller;
  const onProgress = (share: number) => console.info(share);
  const { images, width, height, norms } = await model.filters();
  const activity = await model.unitActivity(test, 1, { onProgress, signal });
  const { best, activations, counts, ...edges } = await model.inspectUnit(test, 1, 0);
  const { frames, ...curves } = await model.maximise(1, 0, {
    from: image,
    steps: 10,
    rate: 0.05,
    decay: 0.01,
    blur: 0.5,
    seed: 1,
    signal,
  });
  const accuracies = await model.probe(training, test, { examples: 500, seed: 1, onProgress });
  pictures.push(images, norms, activity, activations, frames, accuracies, curves.activations);
  console.info(width * height, best, counts, edges.high - edges.low, curves.preActivations);
  await model.maximise(0, 0);
  await model.probe(training, test);

  const stack = lab.create('dbn', { widths: [100, 30], layerSteps: 10 });
  const unrolled = await stack.unroll();

  const documents: Document[] = lab.documents(files.images, 'jsonl');
  const corpus: Corpus = await lab.corpus(
    documents.map(({ text }) => text),
    { words: 1000, onProgress: (share) => console.info(share), signal: controller.signal },
  );
  const recipe = corpus.recipe(10);
  const texts = lab.create(recipe.family, recipe.config);
  await texts.train(corpus.dataset(), { ...recipe.training, epochs: 2 });
  const { names, labels: subjects } = lab.topics(documents);
  console.log(
    corpus.unknown('oil'),
    names[0],
    subjects[0],
    family.presets[0]?.help,
    family.presets[0]?.config,
  );
  const { batchSize, learningRate } = lab.pretrainRecipe('rbm', training.count);
  console.log(batchSize, learningRate, lab.fineTuneRecipe().steps, lab.fineTuneRecipe(10).steps);
  console.log(lab.learningRate(10, { steps: 100, learningRate, schedule: 'cosine' }));
  const { rows, similarities }: Found = corpus.search('oil', 3);
  const { size, codes: latent, axes, values }: Semantic = corpus.semantic(10);
  console.log(documents[0]?.title, documents[0]?.topic, corpus.count, corpus.known('oil'));
  console.log(await texts.encode(corpus.shares(['oil'])), rows, similarities);
  console.log(corpus.project(['oil'], { size, codes: latent, axes, values }), family.inputs);
  texts.free();
  corpus.free();

  const saved = await model.save();
  const again = await lab.load(saved);
  await lab.load('weights/pca-30.safetensors', { sha256: '0'.repeat(64) });
  const error = await lab.load(new URL('https://localhost/')).catch((reason: unknown) => reason);
  if (error instanceof LabError) console.error(error.code, error.message, error.hint);

  console.log(
    badge,
    report.seconds,
    squaredError,
    pictures.length,
    pen,
    redrawn.length,
    unlabelled.count,
    again.family,
    again.config,
  );
  console.log(again.inputSize, again.codeSize, again.parameters, again.layers[again.codeLayer], losses);
  console.log(again.layerShapes.map(({ kind, channels, rows, columns }) => [kind, channels, rows, columns]));
  for (const object of [
    model,
    machine,
    stack,
    unrolled,
    fresh,
    again,
    mnist,
    unlabelled,
    digits,
    few,
    training,
    test,
  ])
    object.free();
  for (const object of [
    model,
    fresh,
    again,
    mnist,
    unlabelled,
    digits,
    few,
    labelled,
    sequences,
    training,
    test,
  ])
    object.free();
}
