/** What people are told about the size of what they send. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressWords, refusal, sizeWords } from '../../static/src/upload.js';

test('sizes are read at a glance, as the server says them', () => {
  const cases = [[0, '0 bytes'], [1, '1 byte'], [999, '999 bytes'], [1000, '1 KB'], [640_400, '640 KB'], [999_700, '1.0 MB'], [1_800_000, '1.8 MB'], [23_000_000, '23 MB'], [2_500_000_000, '2.5 GB']];
  for (const [bytes, words] of cases) assert.equal(sizeWords(bytes), words);
});

test('progress is said in the unit of the whole', () => {
  assert.equal(progressWords(14_200_000, 23_000_000), '14 of 23 MB');
  assert.equal(progressWords(0, 1_800_000), '0.0 of 1.8 MB');
  assert.equal(progressWords(300, 640_400), '0 of 640 KB');
  assert.equal(progressWords(12, 20), '12 of 20 bytes');
});

test('too large and empty files are refused with what to do', () => {
  assert.equal(refusal({ name: 'a.pdf', size: 5 }, 10), '');
  assert.match(refusal({ name: 'a.pdf', size: 140_000_000 }, 100_000_000), /a\.pdf is 140 MB; a document may have up to 100 MB/);
  assert.match(refusal({ name: 'a.pdf', size: 0 }, 10), /is empty/);
  assert.equal(refusal({ name: 'a.pdf', size: 5_000 }, 0), '');
});
