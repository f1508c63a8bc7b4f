// Draws the parts of the page that changed, now and whenever the simulator tells of news.

import { restore } from './keep.js';
import { morph } from './morph.js';
import { steadily } from './steady.js';
import { showModal } from './dialogs.js';

const drawn = new Map();
let running = null;
let queued = null;

// Resolves when the page shows a state at least as new as the moment of the call.
export function refresh() {
  if (!running) {
    running = draw().finally(() => { running = null; });
    return running;
  }
  queued ??= running.then(() => { queued = null; return refresh(); });
  return queued;
}

async function draw() {
  const address = location.search;
  try {
    const response = await fetch(`/ui/parts${address}`);
    if (!response.ok) throw new Error(String(response.status));
    const news = await response.json();
    if (location.search === address) swap(news);
    connected(true);
  } catch {
    connected(false);
  }
}

function swap({ person, title, parts }) {
  document.body.dataset.person = person;
  document.body.classList.toggle('with-thread', parts.thread.trim() !== '');
  document.title = title;
  steadily(() => {
    for (const [name, html] of Object.entries(parts)) {
      if (drawn.get(name) !== html) swapPart(name, html);
    }
  });
  showModal();
  markRead();
}

function swapPart(name, html) {
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  restore(morph(document.querySelector(`[data-part="${name}"]`), fresh.content));
  drawn.set(name, html);
}

function connected(yes) {
  document.getElementById('offline').hidden = yes;
}

function markRead() {
  const current = document.querySelector('.places a.unread[aria-current="page"]');
  const channel = document.querySelector('#write')?.closest('form').dataset.channel;
  if (current && channel && document.visibilityState === 'visible') send('read', { channel });
}

// Sends what the person did; resolves to whether it was done, and shows the reason when it was not.
export async function send(action, body) {
  const problem = document.getElementById('problem');
  if (action !== 'read') problem.hidden = true;
  try {
    const response = await fetch(`/ui/do/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ person: document.body.dataset.person, ...body }),
    });
    if (response.ok) return true;
    problem.textContent = response.status < 500 ? await response.text()
      : 'シミュレーションの中で誤りが起きました。make demo を動かした画面の記録を見てください。';
  } catch {
    problem.textContent = 'シミュレーションに届きませんでした。make demo が動いているか確かめてください。';
  }
  problem.hidden = false;
  return false;
}

export function say(text) {
  document.getElementById('said').textContent = text;
}

export function listen() {
  const stream = new EventSource('/ui/events');
  stream.onmessage = refresh;
  stream.onerror = () => connected(false);
  document.addEventListener('visibilitychange', refresh);
}

// Goes to another address of the page without loading it anew; `focus` tells where the focus belongs then.
export async function go(address, focus) {
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
  await refresh();
  const box = { write: 'write', thread: 'write-thread' }[focus];
  if (box && matchMedia('(hover: hover)').matches) document.getElementById(box)?.focus();
}
