/** A table of simulations has come: what is left out of it, the names of its parameters, and the priors of its rows. */
import { useApp, useSession } from '../hooks/hooks.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { FlawsOfTable } from './FlawsOfTable.tsx';
import { Statement } from './Statement.tsx';

export function SimulationsDialog() {
  const session = useSession();
  const pending = useApp((state) => state.simulations.pending);
  return (
    <Sheet
      open={pending !== null}
      wide
      title="Train on these simulations"
      onClose={() => session.simulations.dismiss()}
    >
      {pending === null ? null : pending.leftOut === null ? (
        <FlawsOfTable pending={pending} />
      ) : (
        <Statement pending={pending} leftOut={pending.leftOut} />
      )}
    </Sheet>
  );
}
