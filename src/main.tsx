/** Starts the page: stores, session, React. The engine worker is started before the first render, so that both load at once. */
import '@fontsource-variable/inter/index.css';
import '@fontsource/stix-two-text/greek-400-italic.css';
import '@fontsource/stix-two-text/latin-400-italic.css';
import './app/theme/fonts.css';
import './app/theme/tokens.css';
import './app/theme/global.css';
import './app/theme/print.css';
import './app/opening/opening.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { lazySandbox } from './app/browser/lazySandbox.ts';
import { App } from './app/App.tsx';
import { startApp } from './app/startApp.ts';
import { EngineClient } from './worker/clients.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

const parts = startApp(
  (listeners) => new EngineClient({ ...listeners, sandbox: lazySandbox() }),
  true,
  () => new EngineClient({ sandbox: lazySandbox() }),
  lazySandbox(),
);
createRoot(root).render(
  <StrictMode>
    <App parts={parts} />
  </StrictMode>,
);
