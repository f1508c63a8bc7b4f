// Makes a live element look like a new one while keeping its nodes, so that focus, scroll positions and what the
// person typed or ticked (properties, not attributes) stay. Nodes are matched by data-key, else by order.

const OWNED = new Set(['aria-busy', 'aria-disabled', 'open', 'hidden', 'style']); // set by this page's scripts

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.dataset.key ?? '' : '';
}

function alike(live, fresh) {
  return live?.nodeName === fresh.nodeName && keyOf(live) === keyOf(fresh);
}

// Returns the elements that were put in new.
export function morph(live, fresh) {
  const added = [];
  morphChildren(live, fresh, added);
  return added;
}

function morphNode(live, fresh, added) {
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.nodeValue !== fresh.nodeValue) live.nodeValue = fresh.nodeValue;
    return;
  }
  if (live.hasAttribute('data-client') || live.isEqualNode(fresh)) return;
  copyAttributes(live, fresh);
  morphChildren(live, fresh, added);
}

function copyAttributes(live, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (live.getAttribute(name) !== value && !OWNED.has(name)) live.setAttribute(name, value);
  }
  for (const { name } of [...live.attributes]) {
    if (!fresh.hasAttribute(name) && !OWNED.has(name)) live.removeAttribute(name);
  }
}

function morphChildren(live, fresh, added) {
  const wanted = new Set([...fresh.children].map(keyOf));
  for (const child of [...live.children]) {
    if (keyOf(child) && !wanted.has(keyOf(child))) child.remove();
  }
  const keyed = new Map([...live.children].filter(keyOf).map((child) => [keyOf(child), child]));
  let next = live.firstChild;
  for (const child of [...fresh.childNodes]) {
    const match = alike(next, child) ? next : keyed.get(keyOf(child));
    if (match && alike(match, child)) {
      if (match === next) next = next.nextSibling;
      else live.insertBefore(match, next);
      morphNode(match, child, added);
    } else {
      live.insertBefore(child, next);
      if (child.nodeType === Node.ELEMENT_NODE) added.push(child);
    }
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}
