/**
 * Development page: every figure from fixtures, without an engine. Served by `npm run dev` at /gallery.html (add
 * `?theme=dark`, `?size=projector`); it is not part of the built page. Handles can be dragged.
 */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter';
import './theme/tokens.css';
import styles from './gallery.module.css';
import { Gallery } from './plots/Gallery.tsx';
import { loadPlotly } from './plots/loadPlotly.ts';

const query = new URLSearchParams(location.search);
const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
const projector = query.get('size') === 'projector';
document.documentElement.dataset.theme = theme;
if (projector) document.documentElement.dataset.size = 'projector';
document.body.style.margin = '0';

// An engine's being ready starts it on the page.
void loadPlotly();

const root = document.querySelector('#root');
if (!root) throw new Error('gallery.html has no element with the id "root"; add it.');
createRoot(root).render(
  <StrictMode>
    <main className={styles.page}>
      <h1>Figures</h1>
      <Gallery themeName={theme} scale={projector ? 1.35 : 1} styles={styles} />
    </main>
  </StrictMode>,
);
