// What a person typed or ticked but has not sent, by person and field: given back when the field is drawn anew
// (after visiting another channel, for example).

const kept = new Map();

function nameOf(wrapper) {
  return `${document.body.dataset.person}/${wrapper.dataset.keep}`;
}

function fieldsOf(wrapper) {
  return [...wrapper.querySelectorAll('input, textarea, select')];
}

export function remember(wrapper) {
  kept.set(nameOf(wrapper), fieldsOf(wrapper).map(({ value, checked }) => ({ value, checked })));
}

export function forget(wrapper) {
  kept.delete(nameOf(wrapper));
}

export function restore(elements) {
  for (const element of elements) {
    const inside = [...element.querySelectorAll('[data-keep]')];
    for (const wrapper of element.matches('[data-keep]') ? [element, ...inside] : inside) giveBack(wrapper);
  }
}

function giveBack(wrapper) {
  const held = kept.get(nameOf(wrapper)) ?? [];
  const fields = fieldsOf(wrapper);
  if (held.length !== fields.length) return;
  fields.forEach((field, index) => {
    const { value, checked } = held[index];
    if (field.type !== 'radio' && field.type !== 'checkbox') field.value = value;
    else if (field.value === value) field.checked = checked;
  });
}
