import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reason } from '../../static/src/offers.js';

const police = { covers: 'police health', covered: 'ISA-2 covers health and police' };

test('an agency can be chosen for what its agreements cover, and while no category is chosen', () => {
  assert.equal(reason(police, 'health', 'Health'), '');
  assert.equal(reason(police, '', 'Choose one'), '');
});

test('for another category it says what they cover and that this is not it', () => {
  assert.equal(reason(police, 'housing', 'Housing'), 'ISA-2 covers health and police, not housing.');
  assert.equal(reason(police, 'heal', 'Heal'), 'ISA-2 covers health and police, not heal.');
});
