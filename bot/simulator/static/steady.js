// Keeps what the person looks at where it is while the page is redrawn, and the focus where it was.

const NEAR_END = 48;
const BREATH = 12;

function mark(box) {
  const focused = document.activeElement?.closest('[data-container]');
  const top = box.getBoundingClientRect().top;
  const messages = [...box.querySelectorAll(':scope > .message')];
  const anchor = box.contains(focused)
    ? focused
    : messages.find((message) => message.getBoundingClientRect().bottom > top) ?? null;
  return {
    box,
    anchor,
    acted: anchor !== null && anchor === focused,
    offset: anchor ? anchor.getBoundingClientRect().top : 0,
    atEnd: box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END,
    last: messages.at(-1),
  };
}

function putBack({ box, anchor, acted, offset, atEnd, last }) {
  const newest = [...box.querySelectorAll(':scope > .message')].at(-1);
  if (newest && newest !== last && atEnd) {
    box.scrollTop = box.scrollHeight;
    reveal(box, newest);
  } else if (anchor?.isConnected) {
    box.scrollTop += anchor.getBoundingClientRect().top - offset;
    if (acted) reveal(box, anchor);
  }
}

// Scrolls as little as possible so that the end of a message is seen, never past its beginning.
function reveal(box, message) {
  const frame = box.getBoundingClientRect();
  const { top, bottom } = message.getBoundingClientRect();
  if (top < frame.top) box.scrollTop += top - frame.top;
  else box.scrollTop += Math.max(0, Math.min(bottom - frame.bottom + BREATH, top - frame.top));
}

function refocus(focused, container) {
  if (!focused || focused === document.body || document.activeElement === focused) return;
  const modal = document.querySelector('[data-modal] [data-container]');
  const home = container && document.querySelector(`[data-container="${CSS.escape(container)}"]`);
  const target = focused.isConnected ? focused : home || modal || document.getElementById('write');
  target?.focus({ preventScroll: true });
}

export function steadily(redraw) {
  const focused = document.activeElement;
  const container = focused?.closest('[data-container]')?.dataset.container;
  const marks = [...document.querySelectorAll('[data-scroll]')].map(mark);
  redraw();
  for (const each of marks) if (each.box.isConnected) putBack(each);
  const known = new Set(marks.map(({ box }) => box));
  for (const box of document.querySelectorAll('.messages')) {
    if (!known.has(box)) box.scrollTop = box.scrollHeight;
  }
  refocus(focused, container);
}
