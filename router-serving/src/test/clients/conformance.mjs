// The official npm client against $BASE_URL: one line of JSON per check, {"check", "result"}. What is expected stands in
// ScriptedClientsTest.java, once for all languages.
import OpenAI from 'openai';

const scenario = JSON.parse(process.env.SCENARIO);
const { prompt, strong, embed, slow, longPrompt, pixelUrl, tool, parameters, errors, refused } = scenario;
const connect = (apiKey) => new OpenAI({ baseURL: process.env.BASE_URL, apiKey, maxRetries: 0 });
const client = connect(process.env.API_KEY);

const ask = (model, more = {}) => ({ model, messages: [{ role: 'user', content: prompt }], ...more });
const tools = [{ type: 'function', function: { name: tool, parameters } }];

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
const text = (chunks) => chunks.map((c) => c.choices[0]?.delta?.content ?? '').join('');

const named = (e) => (e.status ? { type: e.constructor.name, status: e.status } : `${e.constructor.name}: ${e.message}`);
const failure = (request) => request().then(() => 'no error', named);

const checks = {
  async chat() {
    const answer = await client.chat.completions.create(ask(strong));
    return { text: answer.choices[0].message.content, model: answer.model };
  },
  async stream() {
    const chunks = await collect(await client.chat.completions.create(ask(strong, { stream: true })));
    return { text: text(chunks), counted: chunks.some((c) => c.usage) };
  },
  async stream_with_usage() {
    const request = ask(strong, { stream: true, stream_options: { include_usage: true } });
    const chunks = await collect(await client.chat.completions.create(request));
    return { text: text(chunks), counted: chunks.at(-1).choices.length === 0 && chunks.at(-1).usage.completion_tokens > 0 };
  },
  async tools() {
    const answer = await client.chat.completions.create(ask(strong, { tools }));
    const call = answer.choices[0].message.tool_calls[0].function;
    return { name: call.name, arguments: call.arguments, finish: answer.choices[0].finish_reason };
  },
  async tools_streamed() {
    const runner = client.chat.completions.stream(ask(strong, { tools }));
    const answer = await runner.finalChatCompletion();
    const call = answer.choices[0].message.tool_calls[0].function;
    return { name: call.name, arguments: call.arguments, finish: answer.choices[0].finish_reason };
  },
  async json_schema() {
    const response_format = { type: 'json_schema', json_schema: { name: 'forecast', schema: parameters } };
    const answer = await client.chat.completions.parse(ask(strong, { response_format }));
    return JSON.parse(answer.choices[0].message.content);
  },
  async image() {
    const content = [{ type: 'text', text: prompt }, { type: 'image_url', image_url: { url: pixelUrl } }];
    const answer = await client.chat.completions.create({ model: strong, messages: [{ role: 'user', content }] });
    return answer.choices[0].message.content;
  },
  async responses() {
    return (await client.responses.create({ model: strong, input: prompt })).output_text;
  },
  async responses_streamed() {
    const events = await collect(await client.responses.create({ model: strong, input: prompt, stream: true }));
    return events.filter((e) => e.type === 'response.output_text.delta').map((e) => e.delta).join('');
  },
  async embeddings() {
    const answer = await client.embeddings.create({ model: embed, input: ['one', 'two'] });
    return answer.data.map((d) => d.embedding.length);
  },
  async models() {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    return names.includes(strong);
  },
  async errors() {
    const seen = {};
    for (const model of errors) {
      seen[model] = await failure(() => client.chat.completions.create(ask(model)));
      seen[`${model}, streaming`] = await failure(() => client.chat.completions.create(ask(model, { stream: true })));
    }
    return seen;
  },
  async refused() {
    return failure(() => connect(refused.key).chat.completions.create(ask(refused.model)));
  },
  // Last, since the test looks at the newest request afterwards.
  async abort() {
    const request = { model: slow, messages: [{ role: 'user', content: longPrompt }], stream: true };
    const stream = await client.chat.completions.create(request);
    let said = '';
    for await (const chunk of stream) {
      said += chunk.choices[0]?.delta?.content ?? '';
      if (said.length >= 3) break;
    }
    stream.controller.abort();
    return said;
  },
};

for (const [check, run] of Object.entries(checks)) {
  const result = await run().catch(named);
  console.log(JSON.stringify({ check, result }));
}
