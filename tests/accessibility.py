"""What an accessibility engine finds on a page, said so that one can mend it."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, Route

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


_MOVED_ON = ("Execution context was destroyed", "reading 'documentElement'")
"""What the browser says when the page that is judged is left for the next one."""
TRIES = 4


def violations(page: Page) -> list[str]:
    """Each breach of WCAG 2.2 AA on the page as it stands, with the elements concerned.

    A press may still be on its way to the next page: then that page is judged.
    """
    for left in reversed(range(TRIES)):
        page.wait_for_load_state()
        try:
            return _found_on(page)
        except Error as error:
            if not left or not any(words in error.message for words in _MOVED_ON):
                raise
    raise AssertionError("the last try returns or raises")


def _found_on(page: Page) -> list[str]:
    with _where_the_engine_runs(page) as same:
        found = Axe().run(same, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{rule['id']}: {rule['help']}: " + "; ".join(node["html"][:160] for node in rule["nodes"])
        for rule in found.response["violations"]
    ]


@contextmanager
def _where_the_engine_runs(page: Page) -> Iterator[Page]:
    """The engine is a script: where scripts are off it judges a copy of the page elsewhere.

    The copy has the same markup, address and size, and a policy that keeps the page's own
    scripts from running, so that it is still the page of somebody without them.
    """
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        yield page
        return
    assert page.context.browser is not None
    context = page.context.browser.new_context(viewport=page.viewport_size)
    copy = context.new_page()
    markup, address = page.content(), page.url

    def serve(route: Route) -> None:
        policy = {"Content-Security-Policy": "script-src 'none'"}
        route.fulfill(body=markup, content_type="text/html; charset=utf-8", headers=policy)

    copy.route(address, serve)
    copy.goto(address)
    yield copy
    context.close()
