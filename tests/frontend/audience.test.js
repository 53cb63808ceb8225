/** The audience is said back in words before anything is saved. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceFor } from '../../static/src/document/audience.js';

const MINE = { name: 'Council', people: 2 };
const others = (...chosen) => [['NHS', 2], ['Police', 2]].map(([name, people]) => ({ name, people, chosen: chosen.includes(name) }));

test('only me', () => {
  assert.equal(sentenceFor('me', MINE, others(), 6), 'Only you will see this.');
});

test('my agency names who will not know', () => {
  assert.equal(sentenceFor('agency', MINE, others('NHS'), 6), 'Council will see this: 2 people. NHS and Police will not know that it exists.');
});

test('chosen agencies', () => {
  assert.equal(sentenceFor('agencies', MINE, others('NHS'), 6), 'Council and NHS will see this: 4 people. Police will not know that it exists.');
});

test('every agency chosen is another choice than everyone: it does not grow', () => {
  assert.equal(sentenceFor('agencies', MINE, others('NHS', 'Police'), 6), 'Council, NHS and Police will see this: 6 people. Nobody the document is shared with later will.');
  assert.equal(sentenceFor('everyone', MINE, others(), 6), 'Council, NHS and Police will see this: 6 people. So will anyone the document is shared with later.');
});

test('no agency chosen asks for one', () => {
  assert.equal(sentenceFor('agencies', MINE, others(), 6), 'Choose at least one agency besides Council.');
});

test('one person is not people', () => {
  assert.equal(sentenceFor('agency', { name: 'Lantern', people: 1 }, [], 1), 'Lantern will see this: 1 person. Nobody the document is shared with later will.');
});
