/** The page of the benchmark: starts its worker, which is asked from outside. */
void new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'bench' });
