// What the checks of all clients share.
import assert from 'node:assert/strict';

export const token = '0x1f9840a85d5af5bf1d1762f925bdaddc4201f984';
export const isAmount = value => typeof value === 'number' && value > 0;
export const isSeries = pairs => Array.isArray(pairs) && pairs.every(([time, value]) => Number.isInteger(time) && (value === null || typeof value === 'number'));

/** Asks more often than a plan of 60 requests a minute has at once: each beyond is refused, and succeeds when the client has waited as it was told. */
export async function timed(ask) {
  const begun = Date.now();
  for (let i = 0; i < 62; i++) {
    await ask();
  }

  assert.ok(Date.now() - begun >= 1000, 'the last requests were to wait');
}

/** Runs checks by name, tells those that fail, and ends the process accordingly. */
export async function run(checks) {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
    } catch (error) {
      failed++;
      console.error(`FAILED ${name}: ${error.message}`);
    }
  }

  console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
