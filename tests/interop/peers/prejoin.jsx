// LiveKit's `PreJoin` as its documentation shows it. `window.peer` gathers what it tells whoever puts it on a page: what it
// hands to `onError`, and the errors that it throws, which a page can show as well.
import { PreJoin } from '@livekit/components-react';
import '@livekit/components-styles';
import { createRoot } from 'react-dom/client';

const told = [];
const tell = (error) => told.push(`${error?.name}: ${error?.message}`);

// What a person reads or hears read out: text that shows, and the labels of what has none.
function read() {
  const said = document.body.innerText.split('\n');
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (!element.checkVisibility()) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) said.push(element.getAttribute(name) ?? '');
  }
  return said.map((line) => line.trim()).filter(Boolean);
}

window.peer = {
  said: () => [...read(), ...told],
  errors: () => told,
  // It is there for as long as the member stays.
  ended: () => false,
  running: () => [],
  // The member's own picture shows, and moves.
  isWell: () => [...document.querySelectorAll('video')].some((video) => video.currentTime > 0 && !video.paused),
};

createRoot(document.getElementById('root'), { onUncaughtError: tell }).render(
  <PreJoin
    defaults={{ username: 'Ada', audioEnabled: true, videoEnabled: true }}
    onError={tell}
    onValidate={(choices) => choices.username !== ''}
    onSubmit={() => {}}
  />,
);
