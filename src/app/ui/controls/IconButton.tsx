/** A quiet, small button that is its icon; its name is read aloud and shown to a pointer. */
import type { LucideIcon } from 'lucide-react';
import { Button } from './Button.tsx';

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Its name where the title alone would not say of which thing; default: the title. */
  readonly label?: string;
  readonly onClick: () => void;
}

export function IconButton({ icon: Icon, title, label = title, onClick }: Props) {
  return (
    <Button look="quiet" size="small" iconOnly title={title} aria-label={label} onClick={onClick}>
      <Icon aria-hidden />
    </Button>
  );
}
