// The box to write in: Enter sends (never while an input method is composing), / and @ offer candidates.

import { forget, remember } from './keep.js';
import { refresh, say, send } from './live.js';

const list = (form) => form.querySelector('[role=listbox]');
const box = (form) => form.querySelector('textarea');
const offered = (form) => [...list(form).children].filter((option) => !option.hidden);
const chosen = (form) => list(form).querySelector('[aria-selected=true]');

// The word before the caret that candidates may complete: a command at the very start, or a name after an @.
function wordAt(area) {
  const before = area.value.slice(0, area.selectionStart);
  return /^\/\S*$/.exec(before)?.[0] ?? /@\S*$/.exec(before)?.[0] ?? '';
}

function suggest(form) {
  const word = wordAt(box(form));
  for (const option of list(form).children) {
    option.hidden = !word || !option.dataset.value.startsWith(word) || option.dataset.value === `${word} `;
  }
  list(form).hidden = offered(form).length === 0;
  choose(form, offered(form)[0]);
  if (!list(form).hidden) say(`候補が${offered(form).length}件あります。上下の矢印キーで選べます。`);
}

function choose(form, option) {
  for (const each of list(form).children) each.ariaSelected = String(each === option);
  if (option) box(form).setAttribute('aria-activedescendant', option.id);
  else box(form).removeAttribute('aria-activedescendant');
  option?.scrollIntoView({ block: 'nearest' });
}

function hide(form) {
  list(form).hidden = true;
  choose(form, null);
}

function step(form, by) {
  const options = offered(form);
  choose(form, options.at((options.indexOf(chosen(form)) + by) % options.length));
}

function complete(form) {
  const area = box(form);
  const start = area.selectionStart - wordAt(area).length;
  area.setRangeText(chosen(form).dataset.value, start, area.selectionStart, 'end');
  remember(form);
  hide(form);
}

async function post(form) {
  const area = box(form);
  const text = area.value.trim();
  if (!text || form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  area.value = '';
  hide(form);
  const { channel, thread } = form.dataset;
  const log = form.parentElement.querySelector('.messages');
  log.scrollTop = log.scrollHeight; // who sends wants to see the message and its answer
  const done = await send('say', { channel, thread, text });
  form.removeAttribute('aria-busy');
  if (done) forget(form);
  else area.value ||= text;
  await refresh();
  say(done ? '送信しました。' : '送信できませんでした。');
}

const LISTED = {
  ArrowDown: (form) => step(form, 1),
  ArrowUp: (form) => step(form, -1),
  Tab: complete,
  Enter: complete,
  Escape: hide,
};

function keyed(event) {
  const form = event.target.closest('[data-composer]');
  if (!form || event.isComposing || event.keyCode === 229) return;
  const listed = !list(form).hidden && !event.shiftKey && LISTED[event.key];
  if (!listed && (event.key !== 'Enter' || event.shiftKey)) return;
  if (!event.target.matches('textarea')) return;
  event.preventDefault();
  (listed || post)(form);
}

export function listenToComposers() {
  document.addEventListener('keydown', keyed);
  document.addEventListener('input', ({ target }) => {
    if (target.closest('[data-composer]')) suggest(target.form);
  });
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    post(event.target);
  });
  document.addEventListener('mousedown', (event) => {
    const option = event.target.closest('[role=option]');
    if (!option) return;
    event.preventDefault();
    choose(option.closest('form'), option);
    complete(option.closest('form'));
  });
  document.addEventListener('focusout', ({ target }) => {
    if (target.matches('[data-composer] textarea')) hide(target.form);
  });
}
