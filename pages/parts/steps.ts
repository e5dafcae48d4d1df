import { drawing, element } from '../dom.js';

export type StepPicture = 'key' | 'voice' | 'door' | 'vault';

export interface StepText {
  readonly picture: StepPicture;
  readonly title: string;
  readonly text: string;
}

/** What happens, in order. @param current the step that is due; those before it are done */
export function steps(items: readonly StepText[], current: number): HTMLElement {
  const list = items.map(({ picture, title, text }, place) => {
    const state = place < current ? 'done' : place === current ? 'current' : 'later';
    return element(
      'li',
      { class: state, 'aria-current': state === 'current' ? 'step' : undefined },
      drawn(picture),
      element('div', {}, element('strong', {}, title), element('p', {}, text)),
    );
  });
  return element('ol', { class: 'steps' }, ...list);
}

const PATHS: Readonly<Record<StepPicture, string>> = {
  key: 'M20 24a5 5 0 1 1 0-.01M20 24h17M32 24v5M37 24v4',
  voice: 'M10 14h20v13H20l-5 5v-5h-5zM34 20h5v12h-4v4l-5-4h-5',
  door: 'M14 38V10h20v28M10 38h28M29 24v2M20 38V16l14-6',
  vault: 'M11 12h26v24H11zM24 24m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0M24 18v-2M30 24h2M24 30v2M18 24h-2M15 36v3M33 36v3',
};

function drawn(picture: StepPicture): SVGSVGElement {
  return drawing(
    'svg',
    { viewBox: '0 0 48 48', class: 'picture', 'aria-hidden': 'true' },
    drawing('circle', { cx: 24, cy: 24, r: 23 }),
    drawing('path', { d: PATHS[picture] }),
  );
}
