/**
 * Says an audience back as a sentence, before anything is saved.
 *
 * choice: me · agency · agencies · everyone; mine: {name, people}; others: [{name, people, chosen}].
 */
const together = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);

export function sentenceFor(choice, mine, others, everyone) {
  if (choice === 'me') return 'Only you will see this.';
  const seen = [mine, ...others.filter(({ chosen }) => choice === 'everyone' || (choice === 'agencies' && chosen))];
  const unseen = others.filter((other) => !seen.includes(other));
  if (choice === 'agencies' && seen.length === 1) return `Choose at least one agency besides ${mine.name}.`;
  const people = choice === 'everyone' ? everyone : seen.reduce((sum, one) => sum + one.people, 0);
  const start = `${together(seen.map(({ name }) => name))} will see this: ${people} ${people === 1 ? 'person' : 'people'}.`;
  if (choice === 'everyone') return `${start} So will anyone the document is shared with later.`;
  if (unseen.length) return `${start} ${together(unseen.map(({ name }) => name))} will not know that it exists.`;
  return `${start} Nobody the document is shared with later will.`;
}
