/**
 * Networks that were on screen before the present one: what another seed, a reset, another design or another system puts away is
 * kept here for a while, so that undoing brings it back trained. A few, in memory only; over a reload autosave.ts keeps the
 * present one.
 */
import { isNetwork, type SavedRun } from '../../../inference/study/run/savedRun.ts';
import type { SavedStudy } from '../../../inference/study/run/savedStudy.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { patch } from '../../store/appStore.ts';
import type { FormerNetwork } from '../../store/formerSlice.ts';
import { asOnPage } from '../../store/shippedStudies.ts';
import { sameStudy } from '../../store/studySlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import type { SessionContext, StudyOpener } from '../context.ts';
import type { Training } from './training.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import { openStudy } from '../../store/engineSlice.ts';

/** Networks that are kept at most, and numbers of all of them together (of four bytes): 128 MB. */
const MOST = 4;
const MOST_NUMBERS = 32e6;

interface Kept extends FormerNetwork {
  readonly system: System;
  readonly saved: SavedStudy & { readonly run: SavedRun };
  readonly pretrainedNotes: Telemetry['pretrainedNotes'];
}

/** Parts that it uses. */
interface Parts {
  readonly training: Pick<Training, 'lastSaved'>;
  readonly opening: StudyOpener;
}

export class FormerNetworks {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  /** The last one last. */
  #kept: readonly Kept[] = [];
  /** The study in the engine that was kept last: it is asked for more than once on the way to another. */
  #keptOf: object | null = null;
  #bringing = false;
  /** The study in the engine when all were put aside: it is aside, too. */
  #asideOf: object | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Keeps the present network, which is about to be replaced; call it before anything of it is gone. */
  keep(): void {
    const present = this.#bringing ? null : this.#asKept();
    if (present === null) return;
    const same = (one: Kept) => sameStudy(one.saved.run.study, present.saved.run.study);
    // Of the same study, the one that was trained further.
    const further = this.#kept.find((one) => same(one) && one.step > present.step);
    this.#put([...this.#kept.filter((one) => !same(one)), further ?? present]);
  }

  /** Puts all that are kept aside, for a lesson. @returns puts them back, in place of what has come meanwhile */
  aside(): () => void {
    const kept = this.#kept;
    const keptOf = this.#keptOf;
    this.#asideOf = openStudy(this.#context.store.getState().engine);
    this.#put([]);
    return () => {
      this.#put(kept);
      this.#keptOf = keptOf;
      this.#asideOf = null;
    };
  }

  /** The last network that was put away comes back; the present one is put by behind the others. */
  undo(): void {
    const present = this.#asKept();
    const back = this.#kept.at(-1);
    if (back === undefined) return;
    const rest = this.#kept.slice(0, -1);
    const others = rest.filter((kept) => present === null || !sameStudy(kept.saved.run.study, present.saved.run.study));
    this.#put(present === null ? others : [present, ...others]);
    this.#bring(back);
  }

  /** Brings back the last network of a system that is not merely the one that comes with the page; false: none is kept. */
  comeBack(system: System): boolean {
    const back = this.#kept.findLast((kept) => kept.system === system && kept.pretrainedNotes === null);
    if (back === undefined) return false;
    this.keep();
    this.#put(this.#kept.filter((kept) => kept !== back));
    this.#bring(back);
    return true;
  }

  #bring({ saved: { document, run }, pretrainedNotes }: Kept): void {
    const { store, publisher } = this.#context;
    const now = documentOf(store.getState());
    const same = JSON.stringify(shapeOf(now.study)) === JSON.stringify(shapeOf(document.study));
    // Undoing takes back what was assumed; the data stay where they still fit.
    const observation = same ? now.observation : document.observation;
    this.#bringing = true;
    this.#parts.opening.openStudy({ document: { study: document.study, observation, view: now.view }, run });
    this.#bringing = false;
    if (pretrainedNotes !== null) publisher.update((state) => ({ ...state, pretrainedNotes }));
  }

  #asKept(): Kept | null {
    const { store, telemetry } = this.#context;
    const state = store.getState();
    const open = openStudy(state.engine);
    const run = this.#parts.training.lastSaved();
    if (open === null || open === this.#asideOf || run === null || run.snapshot.step === 0) return null;
    const { progress, pretrainedNotes } = telemetry.getState();
    // On the way to another study its losses are no longer on screen.
    if (this.#keptOf === open && progress.step < run.snapshot.step) return null;
    const { system } = state.study;
    if (run.study.problem.system !== system.id) return null;
    this.#keptOf = open;
    const { ignored = [], ...study } = asOnPage(run.study);
    const document = documentOf({ ...state, study: { system, ...study, ignored } });
    return {
      system,
      saved: { document, run },
      pretrainedNotes,
      seed: run.study.seed,
      pretrained: pretrainedNotes !== null,
      step: run.snapshot.step,
      observation: state.observation.id,
    };
  }

  /** Of too many, those go that were trained least, of these the oldest. */
  #put(kept: readonly Kept[]): void {
    const { simulations } = this.#context.store.getState();
    // Without its rows a network of a table could not be trained further.
    let left = kept.filter(({ system }) => system.recorded === undefined || system === simulations.current?.system);
    while (
      left.length > MOST ||
      (left.length > 1 && left.reduce((sum, one) => sum + numbersOf(one), 0) > MOST_NUMBERS)
    ) {
      const least = left.reduce((a, b) => (b.saved.run.snapshot.step < a.saved.run.snapshot.step ? b : a));
      left = left.filter((one) => one !== least);
    }
    this.#kept = left;
    const former = left.map(({ seed, pretrained, step, observation, system }) => ({
      seed,
      pretrained,
      step,
      observation,
      system,
    }));
    patch(this.#context.store, 'former', { networks: former });
  }
}

function shapeOf({ problem: { system, design } }: SavedStudy['document']['study']) {
  return [system, design];
}

/** Numbers that a network keeps in memory. */
function numbersOf({ saved }: Kept): number {
  const { run } = saved;
  // A learner other than NPE has some hundred.
  if (!isNetwork(run)) return 0;
  const { best, checkpoint, safe } = run.snapshot;
  const weights = best.reduce((sum, one) => sum + (one?.phi.length ?? 0), 0);
  // Weights and two moments.
  return weights + 3 * checkpoint.phi.length * (safe === null ? 1 : 2);
}
