/** Problems (until dismissed) and notes (for some seconds), announced to screen readers; nothing fails in silence. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { type Message, withoutMessage } from '../../store/viewSlice.ts';
import { IconButton } from '../controls/IconButton.tsx';
import css from './Messages.module.css';
import { UpdateNotice } from './UpdateNotice.tsx';

/** Reading time of a note: some 15 characters a second, and never less than 6 s. */
const readingTime = (text: string) => Math.max(6000, text.length * 66);

export function Messages() {
  const messages = useApp((state) => state.view.messages);
  const lesson = useApp((state) => state.lesson.open !== null);
  return (
    <div className={css.region} aria-live="polite" data-lesson={lesson || undefined}>
      {messages.map((message) => (
        <MessageLine key={message.id} message={message} />
      ))}
      <UpdateNotice />
    </div>
  );
}

function MessageLine({ message }: { readonly message: Message }) {
  const { store } = useParts();
  const { id, level, text } = message;
  useEffect(() => {
    if (level === 'problem') return undefined;
    const timer = setTimeout(() => patch(store, 'view', withoutMessage(store.getState().view, id)), readingTime(text));
    return () => clearTimeout(timer);
  }, [store, id, level, text]);
  return (
    <div className={css.message} data-level={level}>
      <p>{text}</p>
      <IconButton
        icon={X}
        title="Dismiss this message"
        onClick={() => patch(store, 'view', withoutMessage(store.getState().view, id))}
      />
    </div>
  );
}
