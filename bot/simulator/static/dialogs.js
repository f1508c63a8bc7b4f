// Modals: the app's views, and the confirmation some buttons ask for.

let opener = null;

export function showModal() {
  const modal = document.querySelector('[data-modal]');
  if (modal && !modal.open) {
    opener = document.activeElement;
    modal.showModal();
    focusFirst(modal);
  } else if (modal && !modal.contains(document.activeElement)) {
    focusFirst(modal);
  } else if (!modal && opener) {
    const back = opener.isConnected ? opener : document.getElementById('write');
    opener = null;
    back?.focus({ preventScroll: true });
  }
}

function focusFirst(modal) {
  const wanted = modal.querySelector('[data-focus] :is(input, select, textarea)');
  const first = wanted ?? modal.querySelector('[data-container] :is(input, select, textarea, button, a)');
  (first ?? modal.querySelector('[data-container]')).focus();
}

export function focusError() {
  document.querySelector('[data-modal] [aria-invalid]')?.closest('[data-block]')
    .querySelector('input, select, textarea')?.focus();
}

const DEFAULTS = { title: '確認', text: '', confirm: '実行する', deny: 'やめる' };

// Resolves to whether the person agreed; at once when there is nothing to confirm.
export function confirmed(json) {
  if (!json) return Promise.resolve(true);
  const asked = JSON.parse(json);
  const dialog = document.getElementById('confirm');
  const word = (part) => asked[part]?.text ?? DEFAULTS[part];
  const [deny, agree] = dialog.querySelectorAll('button');
  dialog.querySelector('h2').textContent = word('title');
  dialog.querySelector('p').textContent = word('text');
  deny.textContent = word('deny');
  agree.textContent = word('confirm');
  agree.classList.toggle('danger', asked.style === 'danger');
  dialog.returnValue = 'deny';
  dialog.showModal();
  deny.focus();
  return new Promise((resolve) => {
    // The close of the confirmation before can be told late, when this one is open already.
    dialog.onclose = () => {
      if (!dialog.open) resolve(dialog.returnValue === 'confirm');
    };
  });
}

export function listenToConfirm() {
  const dialog = document.getElementById('confirm');
  dialog.addEventListener('click', ({ target }) => {
    if (target.closest('button')) dialog.close(target.closest('button').value);
  });
}
