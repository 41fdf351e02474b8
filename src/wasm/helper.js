// A member of a team: a worker that differentiates parts of batches for another.
import init, { _Helper as Helper } from '../../../../autoencoder_lab.js';

/** @type {Helper} */
let helper;
/** Values of an answer, at most. */
let room = 0;
/** The parameters and the answer, in memory that is shared, where there is such. @type {(Float32Array | undefined)[]} */
let shared = [];

onmessage = async ({ data: { job, task } }) => {
  try {
    if (job) {
      await init({ module_or_path: job.binary });
      helper = new Helper(job.family, job.config, job.fused);
      room = job.room;
      shared = [job.parameters, job.answer];
      return postMessage({});
    }
    const [parameters = task.parameters, values = new Float32Array(room)] = shared;
    const count = helper.differentiate(parameters, task.inputs, task.labels, task.place, values);
    if (shared[1]) postMessage({ count });
    else postMessage({ count, values }, { transfer: [values.buffer] });
  } catch (error) {
    postMessage({ failure: error?.message ?? String(error) });
  }
};
