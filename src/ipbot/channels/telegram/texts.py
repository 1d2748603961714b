"""What the bot says besides the transcript's words and the answer: Chinese, with English beside it."""

ASK = "问吧。 · Ask away."
GREETING = (
    "您好！我回答关于新闻发布会的问题：只给实录里的原话，注明谁在哪里说的；实录没有说的，我会直说。\n"
    "I answer questions about press briefings in the words that were said, with who said them and where; "
    "what was not said, I say so."
)
TRY = "试试这些问题 · Questions to begin with"
HELP = (
    "直接发问题就行，可以接着追问，也可以回复我的旧回答接着问；改了问题，回答会跟着改。\n"
    "Send a question; follow up, or reply to an older answer of mine. Edit a question and its answer follows.\n\n"
    "群里请@我或回复我 · In groups, mention me or reply to me.\n"
    "在任何聊天里输入 {name} 和问题，可以插入原话 · In any chat, type {name} and a question to insert a quote."
)
HELP_CHECK = (
    "回复一句话并发 /check，我来核对它 · Reply to a sentence with /check to have it held against the transcript."
)
FORGOTTEN = "好，先前的问题都忘了。 · Your earlier questions are forgotten."
NEAREST = "最接近的原话，并非回答 · Nearest statements, not an answer"
ASKED = "问：{question}"

SOURCES = "可以问的发布会 · The briefings that can be asked"
FIGURES = "数字 · Figures"
NEARBY = "相关数字 · Figures nearby"
WHICH = "哪场发布会？ · Which briefing?"
NO_FIGURES = "这场发布会没有数字。 · This briefing has no figures."
CONTEXT_OF = "上下文 · In context"

CONTEXT, ORIGINAL, RELATED = "上下文", "原文", "相关数字"
BEFORE, AFTER = "◀ 前文", "后文 ▶"
PREVIOUS, NEXT = "◀ 上一页", "下一页 ▶"
GOOD, BAD = "👍", "👎"
THANKS = "谢谢，记下了。 · Thank you, noted."
SEARCH = "在这里提问 · Ask here"
ASK_IN_PRIVATE = "私聊提问 · Ask in private"

PRIVACY_TITLE = "隐私 · Privacy"
PRIVACY = (
    "· 您最近的问题只在内存里保留 {minutes} 分钟，用来理解追问；/new 立即忘掉。\n"
    "· 日志里没有消息内容，也没有您的名字；编号经过散列。\n"
    "· 点 👍 或 👎 时，记下时间、您的评价、那个问题和引用的位置，以及散列后的编号，"
    "保留 {days} 天。下面的按钮可以删除。\n\n"
    "· Your latest questions stay in memory for {minutes} minutes, to understand follow-ups; "
    "/new forgets them at once.\n"
    "· Logs hold no message and no name; ids are hashed.\n"
    "· 👍 and 👎 are kept with the time, the question, the place that was cited and your hashed id, for {days} days. "
    "The button below erases them."
)
ERASE = "删除我的评价 · Erase my feedback"
ERASED = "已删除 {count} 条评价。 · {count} erased."

TEXT_ONLY = "我只读文字，请把问题打出来。 · I read text only; please type your question."
EMPTY = "请把问题写在 {name} 后面。 · Write your question after {name}."
TOO_LONG = "一次最多读 {limit} 个字，请只问一件事。 · I read {limit} characters at most; please ask one thing."
NO_SUCH_COMMAND = "没有这个命令，/help 有说明。 · No such command; see /help."
SLOW_DOWN = "问得有点快，请过一分钟再问。 · That was quick; please wait a minute."
STALE = "这个按钮已失效，请重新提问。 · This button is out of date; please ask again."
CHECK_WHAT = (
    "请回复要核对的那句话并发 /check，或写在 /check 后面。 · "
    "Reply to the sentence with /check, or write it after /check."
)
NOTHING_TO_CHECK = "这里面没有可以核对的文字。 · There are no words in it to check."
CHECKED = "核对了 {count} 处 · {count} checked: ✗ {contradicted}  ? {not_stated}  ✓ {supported}"
CONTRADICTED = "✗ 与实录不符 · Contradicted"
NOT_STATED = "? 实录未提 · Not stated"
SUPPORTED = "✓ 与实录一致 · Supported"
CHECK_NEAREST = "最接近的原话 · Nearest statements"
FAILED = (
    "出错了，编号 {id}。请再发一次；还不行就把编号告诉管理员。\n"
    "Something went wrong, number {id}. Please send it again; if that fails, tell the operator this number."
)

STATUS = {"result": "已完成", "target": "目标", "forecast": "预计", "standing": "现行"}

COMMANDS = {
    "start": ("这是什么，怎么问", "What this is, with examples"),
    "help": ("用法", "How to use it"),
    "sources": ("有哪些发布会", "The briefings that can be asked"),
    "figures": ("发布会里的数字", "Every figure of a briefing"),
    "check": ("核对一句话", "Hold a sentence against the transcript"),
    "new": ("忘掉先前的问题", "Forget the earlier questions"),
    "privacy": ("保留什么，怎么删除", "What is kept, and how to erase it"),
}
