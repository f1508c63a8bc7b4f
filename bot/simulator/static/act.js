// What a person does with the parts of messages, views and menus.

import { confirmed, focusError } from './dialogs.js';
import { forget, remember } from './keep.js';
import { go, refresh, say, send } from './live.js';
import { stateOf } from './state.js';

// Runs something once: while it runs, and until the page shows its outcome, the control is busy.
async function once(control, work) {
  if (control.ariaBusy === 'true') return false;
  control.ariaBusy = 'true';
  control.ariaDisabled = 'true';
  say('送信しています。');
  const done = await work();
  await refresh();
  control.removeAttribute('aria-busy');
  control.removeAttribute('aria-disabled');
  say(done ? '送信しました。' : '');
  return done;
}

const changedMeanwhile = new WeakSet(); // fields changed again while their last change was on its way

async function press(control) {
  const { confirm, action, option, kind } = control.dataset;
  if (control.ariaBusy === 'true') changedMeanwhile.add(control);
  if (control.ariaBusy === 'true' || !(await confirmed(confirm))) return;
  const container = control.closest('[data-container]');
  const { block } = control.closest('[data-block]').dataset;
  const state = stateOf(container);
  container.querySelectorAll('[data-keep]').forEach(forget); // sent: from now on it is Slack that keeps it
  if (option) state[block] = { ...state[block], [action]: { type: kind, selected_option: JSON.parse(option) } };
  const body = { container: container.dataset.container, action_id: action, block_id: block, state };
  await once(control, () => send('press', body));
  if (changedMeanwhile.delete(control) && 'field' in control.dataset) await press(control);
}

async function submit(button) {
  const modal = button.closest('[data-modal]');
  const body = modal.querySelector('[data-container]');
  await once(button, () => send('submit', { view: modal.dataset.modal, state: stateOf(body) }));
  focusError();
}

function close(modal) {
  const button = modal.querySelector('[data-close]');
  return once(button, () => send('close', { view: modal.dataset.modal }));
}

async function fill(button) {
  await go(button.dataset.href, 'write');
  const box = document.getElementById('write');
  box.value = button.dataset.fill;
  remember(box.form);
  box.focus();
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

const CLICKS = {
  '[data-press]': press,
  '[data-submit]': submit,
  '[data-close]': (button) => close(button.closest('[data-modal]')),
  '[data-fill]': fill,
  '[data-dismiss]': (button) => dismiss(button.closest('[data-notice]')),
  '[data-shortcut]': (button) => once(button, () => send('shortcut', { callback_id: button.dataset.shortcut })),
  '[data-message-shortcut]': (button) => once(button, () => send('shortcut', {
    ts: button.closest('[data-container]').dataset.container,
    callback_id: button.dataset.messageShortcut,
  })),
};

async function dismiss({ dataset }) {
  document.getElementById('write')?.focus();
  await send('dismiss', { notice: dataset.notice });
  await refresh();
}

async function follow(event, anchor) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (document.body.classList.contains('menu-open')) toggleMenu(false);
  await go(anchor.getAttribute('href'), anchor.dataset.nav);
  if ('home' in anchor.dataset) await send('home', {});
}

// Opens the address of a message here, as the person who acts.
function visit(event, permalink) {
  event.preventDefault();
  const address = new URL(permalink.href);
  address.searchParams.set('person', document.body.dataset.person);
  location.assign(address);
}

// The sidebar of a narrow page.
function toggleMenu(open) {
  const button = document.getElementById('menu');
  if (!open && document.getElementById('side').contains(document.activeElement)) button.focus();
  document.body.classList.toggle('menu-open', open);
  button.setAttribute('aria-expanded', String(open));
  if (open) document.querySelector('#side a').focus();
}

// Closes a menu; a focus inside it goes back to what opened it.
function shut(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector('summary').focus();
}

function clicked(event) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target) || event.target.closest('.menu-item')) shut(menu);
  }
  const permalink = event.target.closest(`a[href^="${location.origin}/archives/"]`);
  if (permalink) visit(event, permalink);
  const anchor = event.target.closest('a[data-nav]');
  if (anchor) follow(event, anchor);
  const open = document.body.classList.contains('menu-open');
  if (event.target.closest('#menu')) toggleMenu(!open);
  else if (open && (event.target.closest('[data-fill]') || !event.target.closest('#side'))) toggleMenu(false);
  for (const [selector, act] of Object.entries(CLICKS)) {
    const control = event.target.closest(selector);
    if (control) act(control);
  }
}

const TYPED = 'input:is([type=text], [type=number], [type=email], [type=url]), textarea';

function changed({ target, type }) {
  const kept = target.closest('[data-keep]');
  if (kept) remember(kept);
  const field = target.closest('[data-dispatch]');
  if (!field) return;
  const letters = field.dataset.triggers?.includes('on_character_entered');
  if (target.matches(TYPED) ? letters && type === 'input' : type === 'change') press(field);
}

function keyed(event) {
  if (event.isComposing || event.keyCode === 229) return;
  const field = event.target.closest('[data-dispatch]');
  if (event.key === 'Enter' && field && event.target.matches(TYPED) && !event.target.matches('textarea')) press(field);
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('details.menu[open]');
  if (menu) shut(menu);
  if (document.body.classList.contains('menu-open')) toggleMenu(false);
}

// Moves an opened menu sideways as far as needed to be seen whole.
function toggled({ target }) {
  if (!target.matches('details.menu[open]')) return;
  const items = target.querySelector('.menu-items');
  items.style.translate = '';
  const { left, right } = items.getBoundingClientRect();
  const frame = target.closest('[data-scroll]')?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  items.style.translate = `${Math.max(0, frame.left + 8 - left) - Math.max(0, right - frame.right + 8)}px`;
  items.scrollIntoView({ block: 'nearest' });
}

export function listenToActs() {
  document.addEventListener('click', clicked);
  document.addEventListener('change', changed);
  document.addEventListener('input', changed);
  document.addEventListener('keydown', keyed);
  document.addEventListener('toggle', toggled, true);
  document.addEventListener('cancel', (event) => {
    if (!event.target.matches('[data-modal]')) return;
    event.preventDefault();
    close(event.target);
  }, true);
}
