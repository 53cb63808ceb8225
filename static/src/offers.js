/**
 * Says, as soon as a category is chosen, which agencies cannot be chosen for it and why: li[data-covers] lists the
 * categories that an agency's agreements cover, data-covered says so in words. Saving refuses the same.
 */

/** Gives the sentence why an agency cannot be chosen for a category, or '' when it can or none is chosen yet. */
export function reason({ covers, covered }, category, label) {
  if (!category || covers.split(' ').includes(category)) return '';
  return `${covered}, not ${label.toLowerCase()}.`;
}

export function enhanceOffers(form) {
  const category = form.elements.namedItem('category');
  const rows = [...form.querySelectorAll('li[data-covers]')];
  if (!category || !rows.length) return;
  const said = new Map(rows.map((row) => [row, row.querySelector('.govuk-hint').textContent]));

  function show() {
    const label = category.selectedOptions[0]?.textContent.trim() ?? '';
    for (const row of rows) {
      const why = reason(row.dataset, category.value, label);
      row.querySelector('.govuk-hint').textContent = why || said.get(row);
      row.querySelector('[data-part="cannot"]').hidden = !why;
      const people = row.querySelector('details');
      if (people) people.hidden = Boolean(why);
      for (const box of row.querySelectorAll('input')) close(box, Boolean(why));
    }
  }

  category.addEventListener('change', show);
  show();
}

/** What was ticked is ticked again when the agency can be chosen again. */
function close(box, closed) {
  if (closed === box.disabled) return;
  if (closed) {
    box.dataset.ticked = box.checked ? 'yes' : '';
    box.checked = false;
  } else box.checked = box.dataset.ticked === 'yes';
  box.disabled = closed;
}
