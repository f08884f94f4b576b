/** The one sentence that says what the page is. It stays. */
import css from './Introduction.module.css';

export function Introduction() {
  return (
    <div className={css.introduction}>
      <p className={css.headline}>
        Watch a neural network work backwards, from the data you see to what could have caused them.
      </p>
    </div>
  );
}
