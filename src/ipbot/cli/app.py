"""The verbs, their options and their help; what they do is loaded late, so that `ipbot --help` stays light."""

from pathlib import Path
from typing import Annotated

import typer

from ipbot import __version__
from ipbot.cli.exits import Edge

Corpus = Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="语料目录 The folder with the briefings.")]
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="设置文件 The settings file.")]
TakeOver = Annotated[bool, typer.Option("--take-over", help="接管 Replace the webhook that another service has set.")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON Print JSON.")]

app = typer.Typer(
    name="ipbot",
    cls=Edge,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
corpus_app = typer.Typer(rich_markup_mode=None, help="检查语料 Look after the briefings.")
app.add_typer(corpus_app, name="corpus")


def main() -> None:
    """Run the command line; the entry point `ipbot`."""
    app(prog_name="ipbot")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ipbot {__version__}")
        raise typer.Exit


def _print_help_without_a_verb(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.callback(
    invoke_without_command=True,
    epilog="""
\b
Examples:
  ipbot ask '今年知识产权宣传周的主题是什么?'
  ipbot chat
  ipbot ask --batch questions.jsonl > answers.jsonl
  ipbot figures --csv > figures.csv
  ipbot corpus check --corpus corpus
  ipbot settings
\b
Exit status: 0 done; 1 it failed on its merits; 2 wrong usage or settings;
3 the corpus can't be read.
""",
)
def ipbot(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="版本 Print the version.")
    ] = False,
) -> None:
    """新闻发布会问答:只给原话、发言人和出处,没有讲到的就直说。

    Ask press briefings: the exact words that were said, who said them and where
    they stand, or that the briefing does not state it.
    """
    _print_help_without_a_verb(context)


@corpus_app.callback(invoke_without_command=True)
def corpus(context: typer.Context) -> None:
    """检查语料 Look after the briefings."""
    _print_help_without_a_verb(context)


@app.command(
    epilog="""
\b
Examples:
  ipbot ask '知识产权质押融资总额是多少?'
  ipbot ask '那今年的目标呢' --context '知识产权质押融资总额是多少?'
  ipbot ask '沧州市市长是谁?' --explain
  ipbot ask --json '今年的主题是什么?' | jq -r '.citations[0].text'
  echo '今年的主题是什么?' | ipbot ask -
  ipbot ask --batch questions.jsonl > answers.jsonl
\b
A batch line is {"id": "q1", "question": "…", "context": ["…"]}; context may be
left out. A question that begins with a dash goes after --.
"""
)
def ask(  # noqa: PLR0913, PLR0917 - one an option
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="问题 The question; - reads it from standard input.")
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option("--context", metavar="EARLIER", help="先前的问题 An earlier question; repeat, oldest first."),
    ] = None,
    json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="说明依据 Show why it answered so.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="批量 Answer a JSONL file, or - for standard input.")
    ] = None,
    corpus: Corpus = None,
    config: Config = None,
) -> int:
    """提问:得到原话、发言人和出处 Ask one question, or a file of them."""
    if batch is not None:
        from ipbot.cli.verbs.batching import answer_batch
        from ipbot.cli.verbs.desk import Desk

        return answer_batch(Desk(corpus, config), batch, alone=not (question or context or explain))
    from ipbot.cli.verbs.asking import ask
    from ipbot.cli.verbs.desk import Desk

    return ask(Desk(corpus, config), question or [], context or [], json=json, explain=explain)


@app.command(
    epilog="""
\b
Examples:
  ipbot chat
  ipbot chat --corpus corpus < questions.txt
\b
In the chat: /help /sources /explain QUESTION /new /quit
"""
)
def chat(corpus: Corpus = None, config: Config = None) -> int:
    """对话:可以接着追问 Ask one question after another."""
    from ipbot.cli.verbs.chatting import talk
    from ipbot.cli.verbs.desk import Desk

    return talk(Desk(corpus, config))


@app.command(
    epilog="""
\b
Examples:
  ipbot figures
  ipbot figures cangzhou-2022-ip-week --csv > figures.csv
  ipbot figures --json | jq -r '.[] | select(.status == "target") | .sentence'
\b
A row is a figure: its words, value and unit, what it counts, of when, result or
target, and the sentence that states it, with offsets into the transcript.
"""
)
def figures(
    briefing: Annotated[
        str | None, typer.Argument(metavar="BRIEFING", help="发布会 The briefing's id; all when it is left out.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="输出 CSV Print CSV.")] = False,
    json: Json = False,
    corpus: Corpus = None,
    config: Config = None,
) -> int:
    """数字:指标、时间、完成还是目标 List every figure that was said."""
    from ipbot.cli.verbs.desk import Desk
    from ipbot.cli.verbs.figuring import list_figures

    return list_figures(Desk(corpus, config), briefing, csv=csv, json=json)


@app.command(
    epilog="""
\b
Examples:
  ipbot telegram
  IPBOT_TELEGRAM_TOKEN_FILE=/etc/ipbot/token ipbot telegram --corpus /srv/briefings
  ipbot telegram --take-over
\b
The token comes from IPBOT_TELEGRAM_TOKEN or the file that
IPBOT_TELEGRAM_TOKEN_FILE names. It polls unless telegram_webhook_url is set.
"""
)
def telegram(
    take_over: TakeOver = False,
    corpus: Corpus = None,
    config: Config = None,
) -> int:
    """Telegram 机器人 Answer in Telegram chats, until Ctrl-C or SIGTERM."""
    from ipbot.cli.verbs.desk import Desk
    from ipbot.cli.verbs.telegramming import answer_chats

    return answer_chats(Desk(corpus, config), take_over=take_over)


@app.command(
    name="check",
    epilog="""
\b
Examples:
  ipbot check draft.md
  ipbot check draft.docx --format html > report.html
  echo '去年沧州质押融资额达到4亿元。' | ipbot check -
  ipbot check --batch claims.jsonl > verdicts.jsonl
\b
A batch line is {"id": "c1", "claim": "…"} or {"id": "q1", "quote": "…",
"speaker": "…"}; speaker may be left out. Exit status 1: something in the draft
is contradicted.
""",
)
def check_draft(  # noqa: PLR0913, PLR0917 - one an option
    draft: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="稿件 Text, Markdown, HTML or DOCX; - reads standard input."),
    ] = None,
    shape: Annotated[str, typer.Option("--format", metavar="FORMAT", help="格式 text, json, html or github.")] = "text",
    json: Json = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help="批量 Check a JSONL file of claims, or - for standard input."),
    ] = None,
    briefing: Annotated[
        str | None, typer.Option("--briefing", metavar="ID", help="发布会 The briefing; found out when it is left out.")
    ] = None,
    corpus: Corpus = None,
    config: Config = None,
) -> int:
    """核稿:逐句与实录核对 Hold a draft against the transcript."""
    from ipbot.cli.verbs import checking
    from ipbot.cli.verbs.desk import Desk

    desk = Desk(corpus, config)
    if batch is not None:
        return checking.check_batch(desk, batch, alone=draft is None and shape == "text", briefing=briefing)
    return checking.check_draft(desk, draft, shape=checking.shape_of(shape, json=json), briefing=briefing)


@app.command(
    epilog="""
\b
Examples:
  ipbot audit
  ipbot audit cangzhou-2022-ip-week --json
"""
)
def audit(
    briefing: Annotated[
        str | None, typer.Argument(metavar="BRIEFING", help="发布会 The briefing's id; all when it is left out.")
    ] = None,
    json: Json = False,
    corpus: Corpus = None,
    config: Config = None,
) -> int:
    """审读:发布会自身数字是否一致 Ask what in a briefing doesn't agree with itself."""
    from ipbot.cli.verbs.checking import audit
    from ipbot.cli.verbs.desk import Desk

    return audit(Desk(corpus, config), briefing, as_json=json)


@app.command(
    name="eval",
    epilog="""
\b
Examples:
  ipbot eval tests/evaluation/cangzhou-2022-ip-week.yaml --misses
  ipbot eval questions.yaml --json > baseline.json
  ipbot eval questions.yaml --baseline baseline.json
""",
)
def evaluate(  # noqa: PLR0913, PLR0917 - one an option
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.yaml", help="题集 The question set.")],
    json: Json = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="基线 Fail when a figure is worse than here.")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="列出错题 List what is not right.")] = False,
    corpus: Corpus = None,
    config: Config = None,
) -> int:
    """评测:答对多少 Count how well a question set is answered."""
    from ipbot.cli.verbs.desk import Desk
    from ipbot.cli.verbs.evaluating import evaluate

    return evaluate(Desk(corpus, config), questions, json=json, baseline=baseline, misses=misses)


@app.command(
    epilog="""
\b
Examples:
  ipbot serve
  IPBOT_PORT=9000 IPBOT_WORKERS=2 ipbot serve
  IPBOT_TELEGRAM_LISTEN=serve ipbot serve --take-over
\b
With telegram_listen: serve it answers the Telegram bot's webhook, too.
"""
)
def serve(take_over: TakeOver = False, corpus: Corpus = None, config: Config = None) -> int:
    """网页:问答页、接口和网页挂件 Serve the chat page, the API and the widget."""
    from ipbot.cli.verbs.desk import Desk
    from ipbot.cli.verbs.serving import serve

    return serve(Desk(corpus, config), take_over=take_over)


@corpus_app.command(
    epilog="""
\b
Examples:
  ipbot corpus check
  ipbot corpus check --corpus /srv/briefings
"""
)
def check(corpus: Corpus = None, config: Config = None) -> int:
    """查错 List every fault of the corpus; exit status 1 if there is one."""
    from ipbot.cli.verbs.desk import Desk
    from ipbot.cli.verbs.inspecting import check_corpus

    return check_corpus(Desk(corpus, config))


@app.command(
    epilog="""
\b
Examples:
  ipbot settings
  IPBOT_PASSAGES=12 ipbot settings
"""
)
def settings(corpus: Corpus = None, config: Config = None) -> int:
    """设置 Show every setting, its value and where that comes from."""
    from ipbot.cli.verbs.desk import Desk
    from ipbot.cli.verbs.inspecting import show_settings

    return show_settings(Desk(corpus, config))
