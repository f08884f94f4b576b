/**
 * The one bundle of plotly that the page uses, loaded lazily by Chart.tsx: the core (with scatter), bars and heatmaps.
 * No WebGL traces: they need eval under a strict content security policy and hold one GPU context per figure.
 */
import bar from 'plotly.js/lib/bar';
import Plotly from 'plotly.js/lib/core';
import heatmap from 'plotly.js/lib/heatmap';

Plotly.register([bar, heatmap]);

export const { react, purge, toImage } = Plotly;
