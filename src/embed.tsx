/** Starts the small page for an iframe: the same stores, session and engine as the page's, with less around them. */
import '@fontsource-variable/inter/index.css';
import '@fontsource/stix-two-text/greek-400-italic.css';
import '@fontsource/stix-two-text/latin-400-italic.css';
import './app/theme/fonts.css';
import './app/theme/tokens.css';
import './app/theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { EmbeddedApp } from './app/EmbeddedApp.tsx';
import { startApp } from './app/startApp.ts';
import { EngineClient } from './worker/clients.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('embed.html has no element with the id "root".');

const parts = startApp((listeners) => new EngineClient(listeners), false);
createRoot(root).render(
  <StrictMode>
    <EmbeddedApp parts={parts} />
  </StrictMode>,
);
