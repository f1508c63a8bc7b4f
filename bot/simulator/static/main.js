// Starts the page.

import { listenToActs } from './act.js';
import { listenToComposers } from './composer.js';
import { listenToConfirm } from './dialogs.js';
import { listen, refresh, send } from './live.js';

listenToActs();
listenToComposers();
listenToConfirm();
addEventListener('popstate', refresh);
for (const log of document.querySelectorAll('.messages')) log.scrollTop = log.scrollHeight;
await refresh();
const linked = location.hash && document.getElementById(location.hash.slice(1));
if (linked) {
  linked.scrollIntoView({ block: 'center' });
  linked.focus({ preventScroll: true, focusVisible: true });
}
if (new URLSearchParams(location.search).get('at') === 'home') send('home', {});
listen();
document.documentElement.dataset.ready = 'true';
