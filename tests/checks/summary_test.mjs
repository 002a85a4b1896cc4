// The last line of deploy/test tells the truth about what ran.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultsOf } from '../../deploy/tools/summary.mjs';
import { treeOf } from './fixture.mjs';

const ctest = (...entries) => `<testsuite>${entries.map(([name, status]) => (
  `<testcase name="${name}" classname="${name}" time="0.1" status="${status}"><system-out>x</system-out></testcase>`)).join('')}</testsuite>`;
const gtest = (...bodies) => `<testsuites><testsuite>${bodies.map((body, index) => (
  `<testcase name="Case${index}" status="run" classname="Suite"${body ? `>${body}</testcase>` : ' />'}`)).join('')}</testsuite></testsuites>`;
const sum = (files) => {
  const outcomes = resultsOf(treeOf(files)).map(({ outcome }) => outcome);
  return ['passed', 'failed', 'skipped'].map((outcome) => outcomes.filter((each) => each === outcome).length);
};

for (const [name, files, expected] of [
  ['A program counts as its cases', { 'ctest.xml': ctest(['a', 'run']), 'a.xml': gtest('', '', '') }, [3, 0, 0]],
  ['A script counts as one', { 'ctest.xml': ctest(['a', 'run'], ['b', 'fail']) }, [1, 1, 0]],
  ['A failed case is one failure, not two', { 'ctest.xml': ctest(['a', 'fail']), 'a.xml': gtest('', '<failure message="m"/>') }, [1, 1, 0]],
  ['A crash after good cases is a failure', { 'ctest.xml': ctest(['a', 'fail']), 'a.xml': gtest('', '') }, [2, 1, 0]],
  ['A crash without any result is a failure', { 'ctest.xml': ctest(['a', 'fail']) }, [0, 1, 0]],
  ['A program that is not there is a failure', { 'ctest.xml': ctest(['a', 'notrun']) }, [0, 1, 0]],
  ['What was skipped is neither', { 'ctest.xml': ctest(['a', 'run']), 'a.xml': gtest('', '<skipped message="m"/>') }, [1, 0, 1]],
  ['Steps count', { 'ctest.xml': ctest(), 'steps.txt': 'passed layout\nfailed coverage\n' }, [1, 1, 0]],
  ['Nothing is nothing', { 'other.txt': '' }, [0, 0, 0]],
]) {
  test(name, () => assert.deepEqual(sum(files), expected));
}
