// Others who differentiate parts of batches, each in a worker of its own.

/** Values of the losses, at most, that an answer has room for beside the gradients. */
const LOSSES = 16;

/** @param {number} length in memory that workers share, where the page may have such */
const room = (length) =>
  globalThis.crossOriginIsolated
    ? new Float32Array(new SharedArrayBuffer(Float32Array.BYTES_PER_ELEMENT * length))
    : undefined;

class Member {
  /** @param {string} script @param {object} job @param {number} length of an answer */
  constructor(script, job, length) {
    this.shared = room(length);
    this.worker = new Worker(script, { type: 'module' });
    this.worker.onmessage = ({ data }) => ('failure' in data ? this.reject(new Error(data.failure)) : this.resolve(data));
    this.worker.onerror = ({ message }) => this.reject(new Error(message || 'its script did not load'));
    this.expect();
    this.worker.postMessage({ job: { ...job, room: length, answer: this.shared } });
  }

  expect() {
    this.answer = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    // It is awaited later, or not at all where another fails first.
    this.answer.catch(() => {});
  }

  /** @param {object} task */
  ask(task) {
    this.expect();
    this.worker.postMessage({ task });
  }

  /** Its values, as many as it has. */
  async values() {
    const { count, values = this.shared } = await this.answer;
    return values.subarray(0, count);
  }
}

/** Workers that run `script`, which compute with `binary` on a model of `parameters` values, made as `job` says. */
export class Team {
  /** @param {number} size @param {string} script @param {number} parameters @param {object} job */
  constructor(size, script, parameters, job) {
    this.shared = room(parameters);
    this.parameters = this.shared ?? new Float32Array(parameters);
    const all = { ...job, parameters: this.shared };
    this.members = Array.from({ length: size }, () => new Member(script, all, parameters + LOSSES));
  }

  /** Resolves when all have started. */
  async ready() {
    await Promise.all(this.members.map(({ answer }) => answer));
  }

  /** @param {number} index @param {object} task what it is to differentiate at the parameters as they are now */
  ask(index, task) {
    this.members[index].ask(this.shared ? task : { ...task, parameters: this.parameters });
  }

  /** What the first `count` members found. @param {number} count */
  answers(count) {
    return Promise.all(this.members.slice(0, count).map((member) => member.values()));
  }

  end() {
    for (const { worker } of this.members) worker.terminate();
  }
}

/** @param {number} size @param {string} script @param {number} parameters @param {object} job */
export const startTeam = (size, script, parameters, job) => new Team(size, script, parameters, job);

export const processors = () => navigator.hardwareConcurrency || 1;
