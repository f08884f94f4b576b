/** What a definition says under its title: other name, text, pictures, caveat, and terms that go with it. */
import { Fragment } from 'react';
import type { TermName } from '../../words/termForms.ts';
import { termId } from '../../words/termLink.ts';
import { terms } from '../../words/terms.ts';
import css from './Definition.module.css';
import { TermPicture } from './TermPicture.tsx';

interface Props {
  readonly name: TermName;
  readonly textId?: string;
  /** Shows another term in its place; left out: its place in the glossary is gone to. */
  readonly onFollow?: (name: TermName) => void;
}

export function Definition({ name, textId, onFollow }: Props) {
  const { also, text, pictures = [], caveat, seeAlso } = terms[name];
  return (
    <div className={css.definition}>
      {also === undefined ? null : <p className={css.also}>{also}</p>}
      <p id={textId}>{text}</p>
      {pictures.map((picture) => (
        <TermPicture key={picture} name={picture} />
      ))}
      {caveat === undefined ? null : <p className={css.caveat}>{caveat}</p>}
      <p className={css.seeAlso}>
        See also:{' '}
        {seeAlso.map((other, i) => (
          <Fragment key={other}>
            {i === 0 ? null : ', '}
            {onFollow === undefined ? (
              <a href={`#${termId(other)}`}>{terms[other].title}</a>
            ) : (
              <button type="button" onClick={() => onFollow(other)}>
                {terms[other].title}
              </button>
            )}
          </Fragment>
        ))}
      </p>
    </div>
  );
}
