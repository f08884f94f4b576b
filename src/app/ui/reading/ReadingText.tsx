/**
 * What Bayes' rule asks for, how a network learns to answer, how it is checked and where it fails; then the glossary. True to
 * what the page does: no claim that the checks do not bear out.
 */
import type { ReactNode } from 'react';
import type { Anchor } from '../../browser/anchor.ts';
import type { PictureName } from '../../words/term.ts';
import { useParts } from '../hooks/hooks.ts';
import { bringToSight } from '../panels/bringToSight.ts';
import { Term } from '../words/Term.tsx';
import { TermPicture } from '../words/TermPicture.tsx';
import { BayesRule, ChangeOfVariables, LossFormula } from './formulas.tsx';
import { Glossary } from './Glossary.tsx';
import css from './ReadingText.module.css';

export function ReadingText() {
  return (
    <div className={css.text}>
      <nav className={css.contents} aria-label="Contents">
        <a href="#reading-bayes">What Bayes’ rule asks for</a>
        <a href="#reading-npe">What the network learns</a>
        <a href="#reading-flow">How a flow works</a>
        <a href="#reading-sbc">How to read the ranks</a>
        <a href="#reading-wrong">What can go wrong</a>
        <a href="#glossary">All terms</a>
      </nav>
      <Bayes />
      <Learning />
      <Flow />
      <Ranks />
      <Wrong />
      <Glossary />
    </div>
  );
}

function Bayes() {
  return (
    <Chapter id="reading-bayes" title="What Bayes’ rule asks for">
      <p>
        A simulator runs from causes to data. Give it the birth and death rates of a pond, and it makes up a count for
        every day. Science wants the way back: somebody has counted, and the question is which rates could have caused
        these counts.
      </p>
      <p>
        Bayes’ rule answers with three parts. The <Term name="prior">prior</Term> says what was plausible before the
        data came. The <Term name="likelihood">likelihood</Term> says how probable these data are for each value of the{' '}
        <Term name="parameter">parameters</Term> θ. Their product, scaled so that it adds up to one, is the{' '}
        <Term name="posterior">posterior</Term>: what is plausible now.
      </p>
      <BayesRule />
      <Figure picture="prior-and-posterior">
        Data narrow the prior to the posterior. The width that is left is the answer’s uncertainty, and part of the
        answer. <ShowMe anchor="panel:posterior" what="the posterior" />
      </Figure>
      <p>
        The likelihood is the difficult part. A simulator makes data readily; to say how probable one given data set is,
        one has to add up every hidden history that could have led to it. For some systems on this page that sum can be
        done, and the page does it, to have an exact answer to compare with. For others it is impractical, or awkward.
        There are classical ways around it: keep only those simulations that come close to the data, or estimate the
        likelihood by many simulations at every value. They start afresh with each new observation.
      </p>
    </Chapter>
  );
}

function Learning() {
  return (
    <Chapter id="reading-npe" title="What the network learns">
      <p>
        <Term name="npe">Neural posterior estimation</Term> takes another way. Draw parameters from the prior, run the{' '}
        <Term name="simulator">simulator</Term>, keep the pair. Do this ten thousand times. Each pair is a worked
        example of the way back: data whose cause is known.
      </p>
      <p>
        Now train a network that is given data and returns a whole probability distribution q over the parameters. It is
        rewarded for giving the true parameters of each pair a high density. What training makes small is the{' '}
        <Term name="loss">loss</Term>, minus the logarithm of that density, averaged over the pairs:
      </p>
      <LossFormula />
      <p>
        Why does the posterior come out? A network that is too sure is punished hard whenever the truth falls outside;
        one that is too vague gives away density every time. On average over all pairs the loss is smallest exactly
        where q is the posterior, and the excess over that smallest value measures how far q is from it (a
        Kullback-Leibler divergence, which is directed: a network that is too simple would rather cover too much than
        too little).
      </p>
      <Figure picture="overfitting">
        Training must stop before the network memorises its examples: pairs that it never saw tell when.{' '}
        <ShowMe anchor="panel:learning" what="the loss" />
      </Figure>
      <p>
        Three things follow. No likelihood is ever computed. <Term name="nuisance">Nuisance parameters</Term> are drawn
        afresh in every simulation and not told to the network, and so are averaged over. And the work is{' '}
        <Term name="amortised">amortised</Term>: once trained, the network answers the next observation in milliseconds.
        That is why the posterior follows when you drag a data point.
      </p>
      <p>
        What it learns is the posterior given what it sees. If it sees only <Term name="summaries">summaries</Term> of
        the data, it is the posterior given these; the title of the figure says which.
      </p>
    </Chapter>
  );
}

function Flow() {
  return (
    <Chapter id="reading-flow" title="How a flow works">
      <p>
        The network has to output distributions of any shape, and to know the density of each point exactly. A{' '}
        <Term name="flow">normalizing flow</Term> does both. It starts from a bell curve, a cloud of Gaussian points u,
        and bends it by a chain of invertible maps. How the maps bend depends on the data, through a neural network.
        Here each map is a smooth monotone curve for every parameter (a spline), whose shape may depend on the
        parameters before it.
      </p>
      <Figure picture="flow">
        The same cloud before and after: the maps move points and stretch the space between them, and never fold it.
      </Figure>
      <p>
        To draw from the posterior, draw from the bell and push the points through the maps. To find the density of a
        point, go back through the maps to where it came from, and divide by how much the space was stretched on the
        way:
      </p>
      <ChangeOfVariables />
      <p>
        A flow is clay: it can be bent and stretched, but not torn. Where a posterior has two separate peaks, a faint
        bridge may remain between them, and a thin curved <Term name="ridge">ridge</Term> takes many bends. More maps
        and more training help; the checks say whether they were enough.
      </p>
    </Chapter>
  );
}

function Ranks() {
  return (
    <Chapter id="reading-sbc" title="How to read the ranks">
      <p>
        A network that can be wrong has to be examined. Simulated data make it possible, since their true parameters are
        known. Choose true values from the prior, simulate data, ask the network for <Term name="draws">draws</Term>,
        and count how many lie below the truth: that is its <Term name="rank">rank</Term>. Do it for hundreds of data
        sets.
      </p>
      <Figure picture="rank">
        With nine draws there are ten possible ranks, all equally likely if the posterior is right.
      </Figure>
      <p>
        If the stated uncertainty is right, every rank comes up equally often, and the bars of{' '}
        <Term name="sbc">simulation-based calibration</Term> are flat, up to <Term name="sampling-noise">chance</Term>:
        the grey band shows how much. A U says too narrow, or misplaced: the truth falls outside too often. A hill says
        too wide. A slope says shifted.
      </p>
      <Figure picture="histograms">
        500 data sets each: a right posterior, one half as wide, one twice as wide, one half a standard deviation too
        high. <ShowMe anchor="panel:calibration" what="the ranks" />
      </Figure>
      <p>
        <Term name="coverage">Coverage</Term> says the same in other words: of all 90 % intervals, 90 % should contain
        the truth. Both are averages over data that the prior predicts. At one true value, far from the middle of the
        prior, an exact posterior too may contain the truth less often.
      </p>
      <p>
        And flat bars are not proof. A network that ignores the data and returns the prior is flat as well; so is one
        that was given poor summaries. That is why the page looks at <Term name="ln-p">ln p</Term> where it can,
        compares with a <Term name="reference">reference posterior</Term>, and examines your observation by itself.{' '}
        <ShowMe anchor="panel:sandbox" what="how to break it on purpose" />
      </p>
    </Chapter>
  );
}

function Wrong() {
  return (
    <Chapter id="reading-wrong" title="What can go wrong">
      <dl className={css.faults}>
        <dt>The data are unlike the training</dt>
        <dd>
          The network was asked about something it never saw, and answers all the same.{' '}
          <Term name="out-of-distribution">A check</Term> compares your data with the simulations, and warns.
        </dd>
        <dt>The model is wrong</dt>
        <dd>
          If the simulator lacks something that happens in the world, the posterior is confident and wrong, and the
          ranks, made by the same simulator, stay flat. The <Term name="predictive-check">predictive check</Term> may
          tell: data simulated from the answer do not look like yours.
        </dd>
        <dt>Too few simulations</dt>
        <dd>
          The network <Term name="overfitting">overfits</Term>, and its posteriors are too narrow. More simulations, or
          fresh ones in every epoch, help; training longer does not.
        </dd>
        <dt>The data cannot tell</dt>
        <dd>
          If two causes give the same data, no method can separate them. The answer should be the whole ridge, along
          which it is only your prior. <ShowMe anchor="panel:identifiability" what="what the data can tell" />
        </dd>
        <dt>The network itself is unsure</dt>
        <dd>
          One network outputs one distribution; how far another training would have come out differently is not in it.
          An <Term name="ensemble">ensemble</Term> shows that part, which shrinks with more simulations.
        </dd>
        <dt>A nuisance is held at a wrong value</dt>
        <dd>
          Averaging over it is right only if its prior is. A prior that is too wide costs width; a fixed wrong value
          costs the truth.
        </dd>
        <dt>Chance</dt>
        <dd>
          Even for a perfect posterior each check shows a caution in up to 5 % of cases. One caution among many checks
          is no surprise; the same one again with other data is.
        </dd>
      </dl>
      <p>
        What runs here are toy systems with some ten thousand simulations, so that you can watch. The method is the same
        with larger ones, and so are the questions to ask of its answers.
      </p>
    </Chapter>
  );
}

function Chapter({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.chapter} aria-labelledby={id}>
      <h3 id={id} className={css.title}>
        {title}
      </h3>
      {children}
    </section>
  );
}

function Figure({ picture, children }: { readonly picture: PictureName; readonly children: ReactNode }) {
  return (
    <figure className={css.figure}>
      <TermPicture name={picture} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}

/** Brings the place on the page into sight, with all checks where it is one of them. */
function ShowMe({ anchor, what }: { readonly anchor: Anchor; readonly what: string }) {
  const parts = useParts();
  return (
    <button type="button" className={css.show} onClick={() => void bringToSight(anchor, parts, { focus: true })}>
      Show me {what}
    </button>
  );
}
