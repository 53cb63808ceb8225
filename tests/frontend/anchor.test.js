/** Words are found again by position, by quote and by likeness; when they are gone, nothing is found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locate, partsOf, pointsAtWords, prepare } from '../../static/src/document/anchor.js';

const TEXT = 'Jonah sleeps badly. The wall beside his bed is wet to the touch. Tilly sleeps badly too. She was discharged from CAMHS in November.';
const quoteOf = (exact, prefix = '', suffix = '') => ({ type: 'TextQuoteSelector', exact, prefix, suffix });
const positionOf = (words, text = TEXT) => ({ type: 'TextPositionSelector', start: text.indexOf(words), end: text.indexOf(words) + words.length });
const found = (text, parts) => {
  const place = locate(prepare(text), parts);
  return place && { words: text.slice(place.start, place.end), how: place.how };
};

test('finds words where they stood', () => {
  const words = 'The wall beside his bed';
  assert.deepEqual(found(TEXT, { position: positionOf(words), quote: quoteOf(words) }), { words, how: 'position' });
});

test('finds the same words after something was written before them', () => {
  const words = 'The wall beside his bed';
  assert.deepEqual(found(`A new first sentence. ${TEXT}`, { position: positionOf(words), quote: quoteOf(words) }), { words, how: 'quote' });
});

test('does not trust a position whose words are others', () => {
  assert.equal(found(TEXT, { position: { start: 0, end: 5 }, quote: quoteOf('CAMHS in November') }).words, 'CAMHS in November');
});

test('finds words that were edited a little', () => {
  const edited = TEXT.replace('discharged from CAMHS in November', 'discharged by CAMHS in Novembre');
  const place = found(edited, { position: positionOf('She was discharged from CAMHS in November'), quote: quoteOf('She was discharged from CAMHS in November') });
  assert.equal(place.how, 'similar');
  assert.match(place.words, /^She was discharged by CAMHS in Nov/);
});

test('takes the occurrence whose surroundings fit, not the first', () => {
  const place = locate(prepare(TEXT), { quote: quoteOf('sleeps badly', 'the touch. Tilly ', ' too. She') });
  assert.equal(place.start, TEXT.lastIndexOf('sleeps badly'));
});

test('takes the nearer occurrence when the surroundings say nothing', () => {
  const last = TEXT.lastIndexOf('sleeps badly');
  const place = locate(prepare(TEXT), { position: { start: last + 3, end: last + 8 }, quote: quoteOf('sleeps badly') });
  assert.equal(place.start, last);
});

test('white space never counts, on either side', () => {
  const layer = 'The wall beside hisbed is wetto the touch.';
  assert.deepEqual(found(layer, { quote: quoteOf('beside his bed is wet to the') }), { words: 'beside hisbed is wetto the', how: 'quote' });
  assert.equal(found('a\u0000 b\nc', { quote: quoteOf('abc') }).words, 'a\u0000 b\nc');
});

test('says nothing when the words are gone', () => {
  assert.equal(found(TEXT, { position: { start: 3, end: 9 }, quote: quoteOf('The red book could not be found anywhere') }), null);
  assert.equal(found('', { quote: quoteOf('anything at all') }), null);
  assert.equal(found(TEXT, { position: { start: 0, end: 5 }, quote: null }), null);
  assert.equal(found(TEXT, { quote: quoteOf('  ') }), null);
});

test('short words are not guessed at', () => {
  assert.equal(found('the cat sat', { quote: quoteOf('dog') }), null);
});

test('characters of two halves keep their places', () => {
  const text = 'Before 😀 the smile, and after';
  assert.equal(found(`x${text}`, { position: positionOf('the smile', text), quote: quoteOf('the smile') }).words, 'the smile');
});

test('reads nested and flat targets alike', () => {
  const words = [positionOf('Tilly'), quoteOf('Tilly')];
  const nested = { selector: [{ type: 'FragmentSelector', value: 'page=3', refinedBy: words }] };
  const flat = { selector: [{ type: 'FragmentSelector', value: 'page=3' }, ...words] };
  for (const target of [nested, flat]) {
    const parts = partsOf(target);
    assert.equal(parts.page, 3);
    assert.equal(parts.quote.exact, 'Tilly');
    assert.equal(parts.position.start, TEXT.indexOf('Tilly'));
    assert.ok(pointsAtWords(target));
  }
});

test('a target about the whole document, or nonsense, points at no words', () => {
  for (const target of [null, {}, { selector: [] }, { selector: [null, 4, 'x'] }, { selector: [{ type: 'FragmentSelector', value: 'page=2' }] }]) {
    assert.equal(pointsAtWords(target), false);
  }
});
