// Requests to the dashboard. Errors are Failure.

// `status` is 0 where the dashboard does not answer at all; `code` is the API's
// word, `retryAfter` in seconds or null.
export class Failure extends Error {
  constructor(message, status, code, retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const PATIENCE_MS = 30000;

async function send(method, path, body) {
  const options = {
    method,
    headers: {'Content-Type': 'application/json'},
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  if (body !== undefined) options.body = JSON.stringify(body);
  try {
    return await fetch(path, options);
  } catch {
    throw new Failure('The dashboard does not answer.', 0, 'unreachable', null);
  }
}

function failureOf(response, answer) {
  const error = (answer && answer.error) || {};
  const wait = Number(response.headers.get('Retry-After'));
  return new Failure(
      error.message || `The reply is ${response.status} without an explanation.`,
      response.status, error.code || '', wait > 0 ? wait : null);
}

const jsonOf = (response) => response.json().catch(() => null);

// The reply's JSON. A proxy's error page is a failure like another.
export async function ask(method, path, body) {
  const response = await send(method, path, body);
  const answer = await jsonOf(response);
  if (response.ok && answer !== null) return answer;
  throw failureOf(response, answer);
}

// Asks for a stream and does not read it: throws where it would be refused.
export async function probe(path) {
  const response = await send('GET', path);
  if (!response.ok) throw failureOf(response, await jsonOf(response));
  await response.body.cancel();
}
