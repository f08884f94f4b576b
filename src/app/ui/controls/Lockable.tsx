/**
 * A group of controls that a link can hide or lock. Hidden, it is not there; locked, it stays readable, every control in it is
 * disabled, and it says why. Controls that are not the browser's own ask `useInLocked`.
 */
import { Lock } from 'lucide-react';
import { createContext, type ReactNode, useContext } from 'react';
import type { ControlName } from '../../../inference/study/document/view.ts';
import { useHidden, useLocked } from '../hooks/hooks.ts';
import css from './Lockable.module.css';

const InLocked = createContext(false);

export function useInLocked(): boolean {
  return useContext(InLocked);
}

export function Lockable({ control, children }: { readonly control: ControlName; readonly children: ReactNode }) {
  const hidden = useHidden(control);
  const locked = useLocked(control);
  if (hidden) return null;
  if (!locked) return children;
  return (
    <InLocked value={true}>
      <fieldset disabled className={css.locked}>
        <legend className={css.note}>
          <Lock aria-hidden size={12} /> Locked by the link
        </legend>
        {children}
      </fieldset>
    </InLocked>
  );
}
