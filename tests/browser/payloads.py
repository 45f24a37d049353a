"""Texts that would run if anything took them for HTML, a script, a style or a template."""

HURT = "window.hurt=1"
AWAY = "fetch('//127.0.0.2:9/hurt')"

# Ways out of what a text may stand in, and what would run once outside.
OPENINGS = ("", '"', "'", '">', "'>", "`", "--></style></title></textarea></script>", "]]>", "\\';")
RUNNERS = (
    f"<script>{HURT}</script>",
    f"<img src=x onerror={HURT}>",
    f"<svg onload={HURT}>",
    f"<svg><script>{HURT}</script></svg>",
    "<iframe srcdoc='<script>parent.hurt=1</script>'>",
    f"<math><a xlink:href=javascript:{HURT}>x</a></math>",
)
OTHERS = (
    f"<a href=javascript:{HURT}>x</a>",
    f"<a href='java\tscript:{HURT}'>x</a>",
    f"<details open ontoggle={HURT}>",
    f"<input autofocus onfocus={HURT}>",
    f"<video><source onerror={HURT}></video>",
    f"<body onload={HURT}>",
    "<style>@import '//127.0.0.2:9/hurt';</style>",
    "<link rel=stylesheet href=//127.0.0.2:9/hurt>",
    "<img src=//127.0.0.2:9/hurt>",
    "<base href=//127.0.0.2:9/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{HURT}'>",
    f"<form action=javascript:{HURT}><button>x</button></form>",
    "<div style='background:url(//127.0.0.2:9/hurt)'>x</div>",
    "';}body{background:url(//127.0.0.2:9/hurt)}",
    f"${{{HURT}}}",
    f"`-{HURT}-`",
    f"\\u0027;{HURT};//",
    f"';{HURT};//",
    f'";{HURT};//',
    f"*/{HURT};/*",
    f"\u2028{HURT}//",
    f"\u2029;{HURT}",
    "{{ [].__class__ }}",
    "{% for x in 9 %}" + "{# x",
    f"{{{{constructor.constructor('{HURT}')()}}}}",
    f"[x](javascript:{HURT})",
    "![x](//127.0.0.2:9/hurt)",
    f"<javascript:{HURT}>",
    ":red[x] :material/lock: $\\href{javascript:1}{x}$",
    f"<scr<script>ipt>{HURT}</scr</script>ipt>",
    f"<ScRiPt\x0c>{HURT}</sCrIpT>",
    f"&lt;img src=x onerror={HURT}&gt;",
    f"&#60;script&#62;{HURT}&#60;/script&#62;",
    f"%3Cscript%3E{HURT}%3C/script%3E",
    f"<noscript><p title='</noscript><img src=x onerror={HURT}>'>",
    f"<svg><style><img src=x onerror={HURT}></style></svg>",
    f"<template><img src=x onerror={HURT}></template>",
    f"\u202e<img src=x onerror={HURT}>",
    '=HYPERLINK("//127.0.0.2:9/hurt")',
    f"<img src=x onerror={AWAY}>",
)
PAYLOADS = tuple(f"{opening}{runner}" for opening in OPENINGS for runner in RUNNERS) + OTHERS
