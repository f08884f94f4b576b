/** A sentence about a box that was refused; announced, and tied to the box by its id. */
import css from './Problem.module.css';

export function Problem({ id, text }: { readonly id: string; readonly text: string | null }) {
  return (
    <p id={id} className={css.problem} role="alert" hidden={text === null}>
      {text}
    </p>
  );
}
