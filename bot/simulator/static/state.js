// The fields of a message or view in the shape of Slack's state.values.

function picked(fields) {
  return [...fields].map((field) => (field.dataset.option ? JSON.parse(field.dataset.option) : field.value));
}

const checked = (field) => picked(field.querySelectorAll('input:checked'));
const selected = (field) => picked(field.querySelectorAll('option:checked')).filter((value) => value !== '');
const written = (field) => field.querySelector('input, textarea').value || null;

const inJapan = (local) => (local === null ? null : Date.parse(`${local}+09:00`) / 1000);

const READERS = {
  radio_buttons: (field) => ({ selected_option: checked(field)[0] ?? null }),
  checkboxes: (field) => ({ selected_options: checked(field) }),
  static_select: (field) => ({ selected_option: selected(field)[0] ?? null }),
  multi_static_select: (field) => ({ selected_options: checked(field) }),
  conversations_select: (field) => ({ selected_conversation: selected(field)[0] ?? null }),
  channels_select: (field) => ({ selected_channel: selected(field)[0] ?? null }),
  users_select: (field) => ({ selected_user: selected(field)[0] ?? null }),
  multi_conversations_select: (field) => ({ selected_conversations: checked(field) }),
  multi_channels_select: (field) => ({ selected_channels: checked(field) }),
  multi_users_select: (field) => ({ selected_users: checked(field) }),
  plain_text_input: (field) => ({ value: written(field) }),
  number_input: (field) => ({ value: written(field) }),
  email_text_input: (field) => ({ value: written(field) }),
  url_text_input: (field) => ({ value: written(field) }),
  datepicker: (field) => ({ selected_date: written(field) }),
  datetimepicker: (field) => ({ selected_date_time: inJapan(written(field)) }),
  timepicker: (field) => ({ selected_time: written(field) }),
};

export function stateOf(container) {
  const values = {};
  for (const field of container.querySelectorAll('[data-field]')) {
    const { action, kind } = field.dataset;
    const { block } = field.closest('[data-block]').dataset;
    values[block] ??= {};
    values[block][action] = { type: kind, ...READERS[kind](field) };
  }
  return values;
}
