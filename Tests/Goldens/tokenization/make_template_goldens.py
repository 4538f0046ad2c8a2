"""Makes templates.json: chat templates rendered by transformers (5.23) with jinja2 (3.1.6).

Run it in this folder: python make_template_goldens.py
"""
import json, os
import jinja2
from transformers.utils.chat_template_utils import render_jinja_template

HERE = os.path.dirname(os.path.abspath(__file__))
SPECIALS = {"bos_token": "<s>", "eos_token": "</s>"}
CHATS = {
    "one": [{"role": "user", "content": "Hello there"}],
    "system": [{"role": "system", "content": " Be brief.\n"}, {"role": "user", "content": "  Hi \n"}, {"role": "assistant", "content": "<think>x</think>\n\nYes <b>&</b> 'no' \"q\""}, {"role": "user", "content": "naïve 🙂\tTab\\"}],
    "wrong": [{"role": "assistant", "content": "I begin"}],
}
TEMPLATES = {
    "chatml": "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
    "attributes": "{%- for m in messages -%}\n  [{{ m.role | upper }}] {{ m.content | trim }}\n{% endfor %}\n\n",
    "alternation": """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system = false %}{% endif %}
{%- for message in loop_messages %}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
        {{- raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}
    {%- endif %}
    {%- if loop.index0 == 0 and system != false %}{% set content = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}
    {%- if message['role'] == 'user' %}{{ '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}
{%- endfor %}""",
    "turns": """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}""",
    "namespace": """{%- set ns = namespace(found=false, count=0, names=[]) -%}
{%- for m in messages %}
{%- if m.role == 'user' and not ns.found %}{% set ns.found = true %}first user: {{ m.content|trim }};{% endif %}
{%- set ns.count = ns.count + 1 %}{% set ns.names = ns.names + [m.role] %}
{%- endfor %}
{{ ns.count }} {{ ns.names }} {{ ns.names|join(', ') }} {{ ns.found }}""",
    "thinking": """{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if message.role == "assistant" and '</think>' in message.content %}
        {%- set reasoning = message.content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
        {{- index ~ ':' ~ reasoning ~ '|' ~ message.content.split('</think>')[-1].lstrip('\\n') }}
    {%- elif message.content is string and message.content.startswith('  ') and not(message.content.endswith('x')) %}
        {{- '\\n(' + message.content + ')' }}
    {%- endif %}
{%- endfor %}""",
    "loop": "{% for m in messages %}{{ loop.index }}/{{ loop.length }} {{ loop.first }} {{ loop.last }} {{ loop.revindex }} {{ loop.revindex0 }} {{ loop.cycle('a', 'b') }} {{ loop.previtem.role if loop.previtem is defined else '-' }}>{{ (loop.nextitem or {}).role }}\n{% else %}none{% endfor %}{% for x in [] %}x{% else %}empty{% endfor %}{% for i in range(10) if i is odd %}{% if i > 6 %}{% break %}{% endif %}{% if i == 3 %}{% continue %}{% endif %}{{ i }},{% endfor %}",
    "macros": """{%- macro turn(role, text='nothing') -%}
<{{ role }}>{{ text|default('none', true) }}{{ bos_token }}{{ hidden }}
{%- endmacro -%}
{%- set hidden = 'set' -%}
{%- for m in messages %}{{ turn(m.role, text=m.content|trim) }}{{ turn(m.role) }}{% endfor %}""",
    "json": "{{ messages|tojson }}\n{{ messages[0]|tojson(indent=2) }}\n{{ {'b': [1, 2.5, none, true, {}], 'a': []}|tojson }}{{ [1,[2,{'x': 'é'}]]|tojson(indent=4) }}",
    "values": """{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 4 / 2 }} {{ 2 ** 10 }} {{ 2 ** -1 }} {{ 1.0 }} {{ 1e20 }} {{ 0.1 + 0.2 }} {{ 3 * 'ab' }} {{ [1] + [2, 'x'] }} {{ (1, 2) | length }} {{ none }} {{ true }} {{ not false }} {{ 1 == 1.0 }} {{ 'a' < 'b' < 'c' }} {{ 1 < 2 > 3 }} {{ 'x' in 'xyz' }} {{ 'q' not in ['p'] }} {{ 2 in {2: 3} }} {{ {'a': 1, 'b': 'x'} }} {{ 'it\\'s "x"' }} {{ ["it's", 'a\\n'] }} {{ 1_000 }} {{ -2 | abs }} {{ '%' }} {{ "tab\\there\\u00e9\\x41" }}""",
    "strings": """{{ 'Hello World'[0] }}{{ 'Hello'[-1] }}{{ 'Hello'[1:3] }}{{ 'Hello'[::-1] }}{{ 'Hello'[-3:] }} {{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ 'xxabxx'.strip('x') }} {{ 'they are ok'.title() }} {{ 'mIxed'.capitalize() }} {{ 'STRASSE ΟΔΟΣ'.lower() }} {{ 'straße'.upper() }} {{ 'aXbX'.replace('X', '-') }} {{ 'aXbX'.replace('X', '-', 1) }} {{ 'banana'.find('na') }} {{ 'banana'.count('an') }} {{ 'e\u0301'|length }} {{ 'abc' == 'abc' }} {{ ','.join(['a', 'b']) }} {{ 'pre-x'.startswith(('a', 'pre')) }} {{ 'l1\\nl2\\n'.splitlines() }} {{ '12'.isdigit() }}""",
    "filters": """{{ messages | map(attribute='role') | join('|') }} {{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | rejectattr('role', 'equalto', 'user') | map(attribute='role') | list }} {{ [3, 1, 2] | sort }} {{ ['b', 'A', 'c'] | sort | join }} {{ [1, 2, 1] | unique | list }} {{ [1, 2] | sum }} {{ [1, 2] | first }}{{ [1, 2] | last }} {{ 'abc' | reverse }} {{ {'k': 'v'} | items | list | length }} {{ missing | default('d') }} {{ '' | default('e', true) }} {{ ' x ' | trim }} {{ 'a b' | title }} {{ '42' | int + 1 }} {{ '2.5' | float }} {{ 'a\\nb' | indent(2) }} {{ '<&>' | e }} {{ 5 | string ~ 'x' }} {{ [0, 1, '', 'a'] | select | list }} {{ ['a', 'b'] | map('upper') | join }} {{ 'x' | replace('x', 'y') }} {{ {'b': 1, 'a': 2} | dictsort | map('first') | join }}""",
    "tests": """{{ missing is defined }} {{ missing is undefined }} {{ none is none }} {{ 1 is number }} {{ 'a' is string }} {{ {} is mapping }} {{ [] is iterable }} {{ 'a' is sequence }} {{ 3 is odd }} {{ 4 is divisibleby 2 }} {{ true is boolean }} {{ 1 is integer }} {{ 1.5 is float }} {{ 1 is eq 1 }} {{ 'a' is in ['a'] }} {{ 'a' is not none }} {{ tools is none }} {{ tools is not none and tools }} {{ messages[0].tool_calls is defined }} {{ range is callable }} {{ false is false }} {{ 'A' is upper }}""",
    "undefined": "[{{ missing }}][{{ messages[0].missing }}][{{ messages[99] }}][{% if missing %}x{% endif %}][{{ missing ~ 'a' }}][{% for x in missing %}x{% endfor %}][{{ 'x' if missing }}]",
    "undefined attribute": "{{ missing.attribute }}",
    "scopes": "{% set x = 1 %}{% for m in messages %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 9 %}{% endif %}{{ x }}{% set y %}block {{ x }}{% endset %}{{ y|upper }}{% with z = 3, w = x %}{{ z + w }}{% endwith %}{{ z }}{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}{{ v }}{% endfor %}{% set a, b = 1, 2 %}{{ a + b }}",
    "white space": "  {% if true %}  \n  x  \n  {% endif %}  \n\n  {# comment #}\n y {#- c -#}  z\n  {%+ if true %}  a{% endif +%}\n  {{- ' b ' -}}  \n c {{ 'd' }}\n\t{% if true -%}\n\n e\n{%- endif %}\n\nend\n\n",
    "raw": "{% raw %}{{ x }} {% if %}{% endraw %}\n{%- raw -%}  a {# b #} {%- endraw -%}  c",
    "line ends": "a\r\nb{% if true %}\r\nc\rd{% endif %}\r\n",
    "generation": "{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}",
    "brackets": "{{ {'a': {'b': [1, 2]}}['a']['b'][1] }}{{ {'x':{}} }}{{ ({})|length }}{{ messages[-1]['content'][:2] }}{{ (messages|first)['role'] }}{{ messages[0]['content'].split(' ')[0].upper() }}",
    "precedence": "{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 1 ~ (2 + 3) }} {{ not 1 == 2 }} {{ 'a' ~ 'b' | upper }} {{ 2 + 3 | int if false else 'n' }} {{ -1 | abs }} {{ 1 if 0 else 2 if 0 else 3 }} {{ true or false and false }} {{ 10 - 2 - 3 }} {{ 'x' is string and 1 }} {{ 0 or 'd' }} {{ 5 % 3 * 2 }}",
    "deep raise": "{% if messages[0].role != 'user' %}{{ raise_exception('First must be user, got ' ~ messages[0].role) }}{% endif %}ok",
    "append": "{% set x = [] %}{% set _ = x.append(1) %}{{ x }}",
    "unknown filter": "{{ 'a' | frobnicate }}",
    "division": "{{ 1 / 0 }}",
    "include": "{% include 'a' %}",
    "open": "{% if true %}a",
    "expression": "{{ 1 + }}",
}


def render(template, chat, prompt):
    try:
        rendered, _ = render_jinja_template([chat], chat_template=template, add_generation_prompt=prompt, **SPECIALS)
        return {"rendered": rendered[0]}
    except Exception as error:
        return {"error": str(error)}


if __name__ == "__main__":
    entries = []
    for name, template in TEMPLATES.items():
        for chat in CHATS:
            previous = None
            for prompt in (False, True):
                result = render(template, CHATS[chat], prompt)
                if result == previous:
                    continue  # the template does not look at add_generation_prompt
                previous = result
                entries.append({"name": f"{name}, {chat}", "template": template, "messages": CHATS[chat], "prompt": prompt, **result})
    with open(os.path.join(HERE, "templates.json"), "w") as file:
        json.dump({"specials": SPECIALS, "entries": entries}, file, indent=0)
