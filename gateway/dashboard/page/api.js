// Sends requests to the dashboard's API. Every error is thrown as a Failure.

// `status` is the HTTP status, or 0 if the dashboard did not answer at all.
// `code` is the API's error code, `retryAfter` is in seconds or null.
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
      error.message ||
          `The dashboard replied with status ${response.status} and no explanation.`,
      response.status, error.code || '', wait > 0 ? wait : null);
}

const jsonOf = (response) => response.json().catch(() => null);

// Returns the reply's JSON. Throws a Failure for an error status and for a reply
// that is not JSON, such as a proxy's error page.
export async function ask(method, path, body) {
  const response = await send(method, path, body);
  const answer = await jsonOf(response);
  if (response.ok && answer !== null) return answer;
  throw failureOf(response, answer);
}

// Requests a stream and closes it unread. Throws a Failure if the dashboard
// refuses the stream.
export async function probe(path) {
  const response = await send('GET', path);
  if (!response.ok) throw failureOf(response, await jsonOf(response));
  await response.body.cancel();
}
