/**
 * The page's button. A button that cannot be used now stays focusable and says why (`reason`), to a pointer as its title
 * and to a screen reader as its description; pressing it is left to the caller, who may show the reason too.
 */
import type { ButtonHTMLAttributes, Ref } from 'react';
import { useId } from 'react';
import css from './Button.module.css';
import { Unseen } from './Unseen.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly size?: 'normal' | 'small';
  /** Only an icon inside: square. It then needs an aria-label. */
  readonly iconOnly?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  /** Why it cannot be used now. */
  readonly reason?: string | null;
}

export function Button(props: ButtonProps) {
  const {
    look = 'plain',
    size = 'normal',
    iconOnly = false,
    reason = null,
    className = '',
    title,
    children,
    ...rest
  } = props;
  const id = useId();
  const classes = [css.button, css[look], size === 'small' ? css.small : '', iconOnly ? css.icon : '', className];
  return (
    <>
      <button
        type="button"
        {...rest}
        className={classes.filter(Boolean).join(' ')}
        title={reason ?? title}
        aria-disabled={reason === null ? undefined : true}
        aria-describedby={reason === null ? rest['aria-describedby'] : id}
      >
        {children}
      </button>
      {reason === null ? null : <Unseen id={id}>{reason}</Unseen>}
    </>
  );
}
