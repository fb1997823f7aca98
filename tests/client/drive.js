// Drives the gateway through OpenAI's own client library, as an application
// would. Prints `ok NAME` for each check that holds. At the first one that fails
// it prints `not ok NAME: why` and exits with 1. Variables:
//
//   CLIENT_BASE_URL   the gateway's API, http://127.0.0.1:PORT/v1
//   CLIENT_KEY        its key
//   CLIENT_UPSTREAM   the gateway's fake upstream, http://127.0.0.1:PORT
//   CLIENT_MOST_RUNS  how many turns the gateway runs at a time
//   NODE_PATH         directory of the library
'use strict';

const assert = require('node:assert/strict');
const { OpenAI } = require('openai');

const { CLIENT_BASE_URL, CLIENT_KEY, CLIENT_UPSTREAM } = process.env;
const MOST_RUNS = Number(process.env.CLIENT_MOST_RUNS);
const PATIENCE_MS = 30000;
const MODEL = 'hermes-agent';

// Does not retry, so that a check sees every response of the gateway.
function clientWith(key, options = {}) {
  return new OpenAI({
    apiKey: key,
    baseURL: CLIENT_BASE_URL,
    maxRetries: 0,
    timeout: PATIENCE_MS,
    ...options,
  });
}

const client = clientWith(CLIENT_KEY);

function chat(content, more = {}) {
  return { model: MODEL, messages: [{ role: 'user', content }], ...more };
}

// Returns a user message that tells the fake upstream what to do.
const script = (orders) => JSON.stringify(orders);

// Returns how many messages the upstream's echo reports.
function messagesIn(text) {
  const found = /\[(\d+) messages\]$/.exec(text);
  assert.ok(found, `no echo: ${text}`);
  return Number(found[1]);
}

async function upstream(path) {
  return (await fetch(CLIENT_UPSTREAM + path)).json();
}

async function until(condition) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'it does not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
  }
  return text;
}

// Returns a stream that has begun and does not end.
async function heldStream(session) {
  const stream = await client.chat.completions.create(
    chat(script({ tokens: 9, hang_after: 1 }), { stream: true }),
    { headers: { 'X-Hermes-Session-Id': session } });
  const chunks = stream[Symbol.asyncIterator]();
  let chunk;
  do {
    chunk = await chunks.next();
  } while (!chunk.value.choices[0]?.delta?.content);
  return stream;
}

const checks = {
  async ModelsListNamesModel() {
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    assert.deepEqual(models, [MODEL]);
  },

  async ChatAnswers() {
    const answer = await client.chat.completions.create(chat('hello'));
    assert.equal(answer.object, 'chat.completion');
    assert.equal(answer.model, MODEL);
    assert.equal(answer.choices[0].message.role, 'assistant');
    assert.match(answer.choices[0].message.content, /^echo: hello \[/);
    assert.equal(answer.choices[0].finish_reason, 'stop');
  },

  async ChatReportsUpstreamsUsage() {
    const { usage } = await client.chat.completions.create(
      chat(script({ tokens: 7 })));
    assert.equal(usage.completion_tokens, 7);
    assert.equal(usage.total_tokens, usage.prompt_tokens + 7);
  },

  async ChatPassesEveryCharacter() {
    const text = 'größer "€" \\ 🦊\n\u0001end';
    const answer = await client.chat.completions.create(
      chat(script({ say: text, token_bytes: 1, split_bytes: 1 })));
    assert.equal(answer.choices[0].message.content, text);
  },

  async ChatUsesConversationOfRequest() {
    const short = await client.chat.completions.create(chat('a'));
    const long = await client.chat.completions.create({
      model: MODEL,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'one' },
        { role: 'assistant', content: 'two' },
        { role: 'user', content: [{ type: 'text', text: 'three' }] },
      ],
    });
    const text = long.choices[0].message.content;
    assert.match(text, /^echo: three \[/);
    assert.equal(messagesIn(text),
      messagesIn(short.choices[0].message.content) + 2);
  },

  async ChatPassesOnFinishReasonLength() {
    const answer = await client.chat.completions.create(
      chat(script({ tokens: 2, finish: 'length' })));
    assert.equal(answer.choices[0].finish_reason, 'length');
  },

  async ChatStreamCanBeIterated() {
    const stream = await client.chat.completions.create(
      chat(script({ say: 'one two three' }),
        { stream: true, stream_options: { include_usage: true } }));
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    assert.equal(chunks[0].object, 'chat.completion.chunk');
    assert.equal(chunks[0].choices[0].delta.role, 'assistant');
    const text = chunks.map((c) => c.choices[0]?.delta?.content ?? '').join('');
    assert.equal(text, 'one two three');
    const reasons = chunks.map((c) => c.choices[0]?.finish_reason)
      .filter((reason) => reason);
    assert.deepEqual(reasons, ['stop']);
    const usages = chunks.map((c) => c.usage).filter((usage) => usage);
    assert.equal(usages.length, 1);
    assert.equal(usages[0].completion_tokens, 4);
    assert.equal(new Set(chunks.map((c) => c.id)).size, 1);
  },

  // The upstream sends only three tokens, which must arrive although more are
  // due.
  async ChatStreamArrivesBeforeAnswerIsComplete() {
    const abort = new AbortController();
    const stream = await client.chat.completions.create(
      chat(script({ tokens: 9, token_bytes: 1, hang_after: 3 }),
        { stream: true }), { signal: abort.signal });
    let text = '';
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      if (text.length === 3) break;
    }
    assert.equal(text, 'xxx');
    abort.abort();
  },

  async ChatStreamHelpersEmitEvents() {
    const runner = client.chat.completions.stream(
      chat(script({ say: 'by events' })));
    let text = '';
    let snapshot = '';
    runner.on('content', (delta, whole) => {
      text += delta;
      snapshot = whole;
    });
    const final = await runner.finalChatCompletion();
    assert.equal(text, 'by events');
    assert.equal(snapshot, 'by events');
    assert.equal(final.choices[0].message.content, 'by events');
    assert.equal(final.choices[0].finish_reason, 'stop');
  },

  async AbortedStreamIsCancelledUpstream() {
    const before = (await upstream('/stats')).closed_early;
    const stream = await client.chat.completions.create(
      chat(script({ tokens: 9, hang_after: 1 }), { stream: true }));
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta?.content) break;
    }
    stream.controller.abort();
    await until(async () => {
      const stats = await upstream('/stats');
      return stats.closed_early > before && stats.streams === 0;
    });
  },

  async AbortedPlainRequestIsCancelledUpstream() {
    const before = (await upstream('/stats')).closed_early;
    const abort = new AbortController();
    const answer = client.chat.completions.create(
      chat(script({ slow_header_ms: 3600000 })), { signal: abort.signal });
    await until(async () => (await upstream('/stats')).streams === 1);
    abort.abort();
    await assert.rejects(answer, OpenAI.APIUserAbortError);
    await until(async () => (await upstream('/stats')).closed_early > before);
  },

  async SessionHeaderContinuesConversation() {
    const options = { headers: { 'X-Hermes-Session-Id': 'client-session' } };
    const first = await client.chat.completions
      .create(chat('one'), options).withResponse();
    assert.equal(first.response.headers.get('x-hermes-session-id'),
      'client-session');
    const second = await client.chat.completions.create(chat('two'), options);
    assert.equal(messagesIn(second.choices[0].message.content),
      messagesIn(first.data.choices[0].message.content) + 2);
  },

  async IdempotencyKeyReplaysAnswer() {
    const options = { headers: { 'Idempotency-Key': 'client-key-1' } };
    const before = (await upstream('/stats')).requests;
    const first = await client.chat.completions.create(chat('once'), options);
    const second = await client.chat.completions
      .create(chat('once'), options).withResponse();
    assert.equal(second.data.id, first.id);
    assert.equal(second.data.choices[0].message.content,
      first.choices[0].message.content);
    assert.equal(second.response.headers.get('idempotency-replayed'), 'true');
    assert.equal((await upstream('/stats')).requests, before + 1);
  },

  async IdempotencyKeyOfAnotherRequestConflicts() {
    const options = { headers: { 'Idempotency-Key': 'client-key-2' } };
    await client.chat.completions.create(chat('one'), options);
    await assert.rejects(
      client.chat.completions.create(chat('another'), options),
      (error) => error instanceof OpenAI.ConflictError &&
        error.code === 'idempotency_key_conflict');
  },

  async ResponsesAnswer() {
    const response = await client.responses.create(
      { model: MODEL, input: 'hello', instructions: 'Be brief.' });
    assert.equal(response.object, 'response');
    assert.match(response.id, /^resp_/);
    assert.equal(response.status, 'completed');
    assert.match(response.output_text, /^echo: hello \[/);
    assert.equal(response.output[0].type, 'message');
  },

  async ResponsesStreamCanBeIterated() {
    const stream = await client.responses.create(
      { model: MODEL, input: script({ say: 'one two' }), stream: true });
    const events = [];
    for await (const event of stream) events.push(event);
    const types = events.map((event) => event.type);
    assert.equal(types[0], 'response.created');
    assert.equal(types.at(-1), 'response.completed');
    for (const type of ['response.output_item.added',
      'response.output_text.delta', 'response.output_item.done']) {
      assert.ok(types.includes(type), `no ${type} in ${types}`);
    }
    const numbers = events.map((event) => event.sequence_number);
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
    assert.equal(new Set(numbers).size, numbers.length);
    const text = events
      .filter((event) => event.type === 'response.output_text.delta')
      .map((event) => event.delta).join('');
    assert.equal(text, 'one two');
  },

  async ResponsesStreamHelpersEmitEvents() {
    const runner = client.responses.stream(
      { model: MODEL, input: script({ say: 'by events' }) });
    let text = '';
    runner.on('response.output_text.delta', (event) => { text += event.delta; });
    const final = await runner.finalResponse();
    assert.equal(text, 'by events');
    assert.equal(final.output[0].content[0].text, 'by events');
  },

  async ResponseContinuesPreviousResponse() {
    const first = await client.responses.create(
      { model: MODEL, input: 'one', store: true });
    const second = await client.responses.create(
      { model: MODEL, input: 'two', previous_response_id: first.id });
    assert.equal(second.previous_response_id, first.id);
    assert.equal(messagesIn(second.output_text),
      messagesIn(first.output_text) + 2);
    // The first response can be continued again, in another direction.
    const other = await client.responses.create(
      { model: MODEL, input: 'three', previous_response_id: first.id });
    assert.equal(messagesIn(other.output_text), messagesIn(second.output_text));
  },

  async ResponseCanBeRetrieved() {
    const made = await client.responses.create({ model: MODEL, input: 'keep' });
    const kept = await client.responses.retrieve(made.id);
    assert.equal(kept.id, made.id);
    assert.equal(kept.output_text, made.output_text);
  },

  async DeletedResponseIsNotFound() {
    const made = await client.responses.create({ model: MODEL, input: 'gone' });
    await client.responses.delete(made.id);
    await assert.rejects(client.responses.retrieve(made.id),
      OpenAI.NotFoundError);
    await assert.rejects(client.responses.delete(made.id),
      OpenAI.NotFoundError);
  },

  async UnknownPreviousResponseIsNotFound() {
    await assert.rejects(
      client.responses.create(
        { model: MODEL, input: 'x', previous_response_id: 'resp_unknown' }),
      OpenAI.NotFoundError);
  },

  async WrongKeyRaisesAuthenticationError() {
    const clientWithWrongKey = clientWith('a-key-that-is-another-one');
    await assert.rejects(clientWithWrongKey.models.list(), (error) =>
      error instanceof OpenAI.AuthenticationError && error.status === 401 &&
      !error.message.includes(CLIENT_KEY));
    await assert.rejects(clientWithWrongKey.chat.completions.create(chat('x')),
      OpenAI.AuthenticationError);
  },

  async UnknownRouteIsNotFound() {
    await assert.rejects(client.embeddings.create({ model: MODEL, input: 'x' }),
      OpenAI.NotFoundError);
  },

  async RequestWithoutMessagesRaisesBadRequestError() {
    await assert.rejects(
      client.chat.completions.create({ model: MODEL, messages: [] }),
      (error) => error instanceof OpenAI.BadRequestError &&
        error.type === 'invalid_request_error');
  },

  async ToolsRaiseBadRequestError() {
    const tools = [{ type: 'function', function: { name: 'f' } }];
    await assert.rejects(
      client.chat.completions.create(chat('x', { tools })),
      OpenAI.BadRequestError);
  },

  async UpstreamsRateLimitRaisesRateLimitError() {
    await assert.rejects(
      client.chat.completions.create(
        chat(script({ status: 429, retry_after: 7 }))),
      (error) => error instanceof OpenAI.RateLimitError &&
        error.headers.get('retry-after') === '7');
  },

  async TooManyConcurrentTurnsRaiseRateLimitError() {
    const held = [];
    for (let i = 0; i < MOST_RUNS; ++i) {
      held.push(await heldStream(`many-${i}`));
    }
    await assert.rejects(client.chat.completions.create(chat('one more')),
      OpenAI.RateLimitError);
    for (const stream of held) stream.controller.abort();
    // A turn is accepted again once the end of the earlier ones has been
    // recorded.
    await until(() => client.chat.completions.create(chat('again')).then(
      () => true,
      (error) => {
        if (error instanceof OpenAI.RateLimitError) return false;
        throw error;
      }));
  },

  async UpstreamsFailureRaisesServerError() {
    await assert.rejects(
      client.chat.completions.create(chat(script({ status: 500 }))),
      (error) => error instanceof OpenAI.InternalServerError &&
        error.status === 502);
  },

  async BrokenStreamRaisesError() {
    const stream = await client.chat.completions.create(
      chat(script({ tokens: 5, drop_after: 2 }), { stream: true }));
    await assert.rejects(textOf(stream), OpenAI.APIError);
  },
};

async function main() {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
    } catch (error) {
      console.log(`not ok ${name}: ${error.stack ?? error}`);
      process.exit(1);
    }
    console.log(`ok ${name}`);
  }
}

main();
