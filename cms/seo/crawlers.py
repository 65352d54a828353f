"""What robots.txt asks of the crawlers of artificial intelligence, by the names that their operators publish."""

from collections.abc import Iterator

# They fetch pages for an answer that names its sources, at once or for a search index.
ANSWERING = (
    "OAI-SearchBot", "ChatGPT-User", "Claude-SearchBot", "Claude-User", "PerplexityBot", "Perplexity-User",
    "DuckAssistBot", "MistralAI-User",
)  # fmt: skip
# They collect texts to train models; “-Extended” are no crawlers but what Google’s and Apple’s ask before they do.
TRAINING = (
    "GPTBot", "ClaudeBot", "anthropic-ai", "CCBot", "Google-Extended", "Applebot-Extended", "meta-externalagent",
    "Amazonbot", "Bytespider", "cohere-training-data-crawler", "Diffbot", "AI2Bot",
)  # fmt: skip


def unwanted(*, answers: bool, training: bool) -> Iterator[str]:
    """Give the lines that ask those to stay out which a site does not want."""
    names = [*(() if answers else ANSWERING), *(() if training else TRAINING)]
    if names:
        yield ""
        yield from (f"User-agent: {name}" for name in names)
        yield "Disallow: /"
