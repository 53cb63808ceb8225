/** Cards stand at their passages; the one in use exactly, the others beside it, none over another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stack } from '../../static/src/document/layout.js';

const card = (wanted, height = 100) => ({ wanted, height });

function apart(items, tops) {
  for (let i = 1; i < items.length; i += 1) assert.ok(tops[i] >= tops[i - 1] + items[i - 1].height, `${i} covers ${i - 1}`);
}

test('cards with room stand exactly at their passages', () => {
  assert.deepEqual(stack([card(0), card(200), card(500)]).tops, [0, 200, 500]);
});

test('cards without room go down in turn', () => {
  const items = [card(0), card(20), card(30)];
  const { tops, height } = stack(items);
  assert.deepEqual(tops, [0, 110, 220]);
  assert.equal(height, 330);
});

test('the one in use stands at its passage and those before it go up', () => {
  const items = [card(300), card(350), card(400)];
  const { tops } = stack(items, 2);
  assert.equal(tops[2], 400);
  assert.deepEqual(tops, [180, 290, 400]);
  apart(items, tops);
});

test('where nothing can go up any further, the one in use goes down', () => {
  const items = [card(0), card(0), card(50)];
  const { tops } = stack(items, 2);
  apart(items, tops);
  assert.equal(tops[0], 0);
});

test('no cards need no room', () => {
  assert.deepEqual(stack([]), { tops: [], height: 0 });
});

test('none stands above where the column begins to be free', () => {
  assert.deepEqual(stack([card(0), card(90)], 1, 40).tops, [40, 150]);
  assert.deepEqual(stack([card(0), card(500)], -1, 40).tops, [40, 500]);
});
