import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';

interface Question {
  readonly type: typeof QUESTION;
  readonly id: number;
}
interface Answer {
  readonly type: typeof ANSWER;
  readonly id: number;
  /** In the text format of Prometheus; absent when not every worker has told its part. */
  readonly text?: string;
}

const QUESTION = 'muster:metrics';
const ANSWER = 'muster:metrics:answer';

/** In a worker: the metrics of all workers, which the primary collects. Each worker has its own label. */
export class WorkersMetrics {
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  /** @param registry of this process, told to the primary when it asks */
  constructor(registry: Registry) {
    // Sums would fall when a worker ends, and Prometheus would count what the others have done twice.
    registry.setDefaultLabels({ worker: String(cluster.worker!.id) });
    AggregatorRegistry.setRegistries(registry);
    process.on('message', (message: Answer) => {
      if (message.type === ANSWER) this.waiting.get(message.id)?.(message);
    });
    void new AggregatorRegistry();
  }

  async text(): Promise<string> {
    const id = (this.asked += 1);
    const answer = await new Promise<Answer>((resolve) => {
      this.waiting.set(id, resolve);
      process.send!({ type: QUESTION, id } satisfies Question);
    });
    this.waiting.delete(id);
    if (answer.text === undefined) throw new Error('A worker did not tell its metrics');
    return answer.text;
  }
}

/** In the primary: answers workers that ask for the metrics of all. */
export function collectMetrics(): void {
  const registry = new AggregatorRegistry();
  cluster.on('message', (worker, { type, id }: Question) => {
    if (type !== QUESTION) return;
    const answer = (text?: string) => worker.isConnected() && worker.send({ type: ANSWER, id, text } satisfies Answer);
    registry.clusterMetrics().then(answer, () => answer());
  });
}
