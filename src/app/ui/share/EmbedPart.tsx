/** The small page for an iframe: its snippet, and a preview that is loaded when it is asked for. */
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { CopyBox } from './CopyBox.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Share.module.css';

const HEIGHT = 640;

export function EmbedPart({ link }: { readonly link: string }) {
  /** The link that the preview shows; it does not follow every switch, since each begins a training run. */
  const [shown, setShown] = useState<string | null>(null);
  const address = (hash: string) => new URL(`embed.html#${hash}`, location.href).href;
  // A link holds neither quotes nor angle brackets, and its "&" mean nothing else in an attribute.
  const snippet = `<iframe src="${address(link).replaceAll('&', '&amp;')}" title="Posterior Playground" width="100%" height="${HEIGHT}" style="border: 0"></iframe>`;
  return (
    <section aria-label="Embed">
      <h3 className={sheet.title}>Embed</h3>
      <p className={sheet.note}>
        A small page to embed in your own web page: training controls, posterior, observation and calibration.
      </p>
      <CopyBox label="HTML of the embedded page" text={snippet} />
      <div className={sheet.buttons}>
        <Button size="small" onClick={() => setShown(shown === null ? link : null)}>
          {shown === null ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          {shown === null ? 'Preview' : 'Close the preview'}
        </Button>
        {shown === null || shown === link ? null : (
          <Button size="small" onClick={() => setShown(link)}>
            Preview the new link
          </Button>
        )}
      </div>
      {shown === null ? null : (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- this site's own page, whose workers take its origin
        <iframe key={shown} className={css.preview} title="Preview" src={address(shown)} height={HEIGHT} />
      )}
    </section>
  );
}
