"""The official PyPI client against $BASE_URL: one line of JSON per check, {"check", "result"}.

What is expected stands in ScriptedClientsTest.java, once for all languages.
"""

import json
import os

from openai import OpenAI, OpenAIError
from pydantic import BaseModel, Field

SCENARIO = json.loads(os.environ["SCENARIO"])
PROMPT, STRONG = SCENARIO["prompt"], SCENARIO["strong"]
TOOLS = [{"type": "function", "function": {"name": SCENARIO["tool"], "parameters": SCENARIO["parameters"]}}]


def connect(key):
    return OpenAI(base_url=os.environ["BASE_URL"], api_key=key, max_retries=0)


client = connect(os.environ["API_KEY"])


class Forecast(BaseModel):
    city: str
    days: int = Field(ge=1)


def ask(model, **more):
    return {"model": model, "messages": [{"role": "user", "content": PROMPT}], **more}


def text(chunks):
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


def named(e):
    status = getattr(e, "status_code", None)
    return {"type": type(e).__name__, "status": status} if status else f"{type(e).__name__}: {e}"


def failure(request):
    try:
        request()
        return "no error"
    except OpenAIError as e:
        return named(e)


def call(answer):
    function = answer.choices[0].message.tool_calls[0].function
    return {"name": function.name, "arguments": function.arguments, "finish": answer.choices[0].finish_reason}


def chat():
    answer = client.chat.completions.create(**ask(STRONG))
    return {"text": answer.choices[0].message.content, "model": answer.model}


def stream():
    chunks = list(client.chat.completions.create(**ask(STRONG, stream=True)))
    return {"text": text(chunks), "counted": any(c.usage for c in chunks)}


def stream_with_usage():
    chunks = list(client.chat.completions.create(**ask(STRONG, stream=True, stream_options={"include_usage": True})))
    return {"text": text(chunks), "counted": not chunks[-1].choices and chunks[-1].usage.completion_tokens > 0}


def tools():
    return call(client.chat.completions.create(**ask(STRONG, tools=TOOLS)))


def tools_streamed():
    with client.chat.completions.stream(**ask(STRONG, tools=TOOLS)) as events:
        for _ in events:
            pass
        return call(events.get_final_completion())


def json_schema():
    answer = client.chat.completions.parse(**ask(STRONG, response_format=Forecast))
    forecast = answer.choices[0].message.parsed
    return {"city": forecast.city, "days": forecast.days}


def image():
    content = [
        {"type": "text", "text": PROMPT},
        {"type": "image_url", "image_url": {"url": SCENARIO["pixelUrl"]}},
    ]
    answer = client.chat.completions.create(model=STRONG, messages=[{"role": "user", "content": content}])
    return answer.choices[0].message.content


def responses():
    return client.responses.create(model=STRONG, input=PROMPT).output_text


def responses_streamed():
    events = client.responses.create(model=STRONG, input=PROMPT, stream=True)
    return "".join(e.delta for e in events if e.type == "response.output_text.delta")


def embeddings():
    answer = client.embeddings.create(model=SCENARIO["embed"], input=["one", "two"])
    return [len(d.embedding) for d in answer.data]


def models():
    return STRONG in [m.id for m in client.models.list()]


def errors():
    seen = {}
    for model in SCENARIO["errors"]:
        seen[model] = failure(lambda: client.chat.completions.create(**ask(model)))
        seen[f"{model}, streaming"] = failure(lambda: client.chat.completions.create(**ask(model, stream=True)))
    return seen


def refused():
    stranger = connect(SCENARIO["refused"]["key"])
    return failure(lambda: stranger.chat.completions.create(**ask(SCENARIO["refused"]["model"])))


def abort():
    """Last, since the test looks at the newest request afterwards."""
    messages = [{"role": "user", "content": SCENARIO["longPrompt"]}]
    said = ""
    with client.chat.completions.create(model=SCENARIO["slow"], messages=messages, stream=True) as events:
        for chunk in events:
            said += text([chunk])
            if len(said) >= 3:
                break
    return said


CHECKS = [
    chat, stream, stream_with_usage, tools, tools_streamed, json_schema, image, responses, responses_streamed,
    embeddings, models, errors, refused, abort,
]  # fmt: skip

for check in CHECKS:
    try:
        result = check()
    except Exception as e:  # a check that fails is a result for the test to show
        result = named(e)
    print(json.dumps({"check": check.__name__, "result": result}), flush=True)
