/** The text-only view finds paragraphs and headings from how a page is set. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shape } from '../../static/src/document/textonly.js';

const line = (top, size = 10) => ({ words: 'x', top, size });

test('lines close together are one paragraph, a gap begins another', () => {
  const begins = shape([line(100), line(112), line(124), line(150), line(162)]).map((one) => one.begins);
  assert.deepEqual(begins, [true, false, false, true, false]);
});

test('larger words are a heading, and what follows them is not part of it', () => {
  const shapes = shape([line(100, 14), line(116), line(128), line(140)]);
  assert.deepEqual(shapes.map(({ heading }) => heading), [true, false, false, false]);
  assert.equal(shapes[1].begins, true);
});

test('a new column begins a paragraph', () => {
  assert.equal(shape([line(100), line(112), line(100)])[2].begins, true);
});

test('a page without text has no shape', () => {
  assert.deepEqual(shape([]), []);
});
