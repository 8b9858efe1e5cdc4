"""What the programme's files say to people: short sentences, facts, no verdict on anybody."""

import re

from safe_mobility.programmes.tests.shipped import shipped

MOST_WORDS = 15
# A country is a name, and a source is described as in a catalogue.
NO_SENTENCES = ("country.", "source.")
NEVER = {
    "es": r"\b(elegibles?|inelegibles?|aprobad[oa] para usted|negad[oa]s?|denegad[oa]s?|"
    r"ilegal(es)?|beneficiari[oa]s?|urgente|pronto|haga clic|no viaje|lo antes posible)\b",
    "en": r"\b(eligible|ineligible|denied|illegal|aliens?|beneficiar(y|ies)|urgent|soon|"
    r"click here|do not travel|you must leave|as quickly as possible)\b",
}


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.:?])\s+", text) if part]


class TestVoice:
    def test_has_no_sentence_of_more_than_fifteen_words(self) -> None:
        long = [
            f"{key} {language}: {sentence}"
            for key, words in shipped(training=True).texts.items()
            for language, text in words.items()
            for sentence in sentences(text)
            if len(sentence.split()) > MOST_WORDS and not key.startswith(NO_SENTENCES)
        ]

        assert long == []

    def test_never_says_what_we_never_say(self) -> None:
        found = [
            f"{key} {language}: {text}"
            for key, words in shipped(training=True).texts.items()
            for language, text in words.items()
            if "!" in text or re.search(NEVER.get(language, "$^"), text, re.IGNORECASE)
        ]

        assert found == []

    def test_says_everything_in_both_languages(self) -> None:
        for key, words in shipped(training=True).texts.items():
            assert set(words) == {"es", "en"}, key
            assert all(words.values()), key
