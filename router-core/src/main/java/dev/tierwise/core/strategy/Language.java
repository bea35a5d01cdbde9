package dev.tierwise.core.strategy;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.text.PlainText;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which language a prompt is in, as its ISO 639-1 code: by script, and in Latin script by the commonest small words.
 * Made to be sure rather than to know all; where two or no languages come into question it says nothing.
 */
final class Language {
    private static final int READ = 1_000;
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}']+");

    private static final Map<String, Set<String>> SMALL_WORDS = Map.of(
            "en", words("the and of to is in that it for what how with are you this was my do does can"),
            "de", words("der die das und ist nicht ein eine ich zu mit wie was für auf den von wir sie im"),
            "fr", words("le la les des est une un et que pour dans qui je vous nous avec pas sur du comment"),
            "es", words("el los las una un es que por para con como qué cómo del se y está mi su al"),
            "it", words("il lo gli una un è che per con come non di del della sono e cosa mi i nel"),
            "pt", words("o os uma um é que por para com como não do da dos em e você meu seu ao"),
            "nl", words("de het een en is van niet ik dat op te met voor hoe wat zijn aan er je bij"),
            "pl", words("i nie jest w na się to jak co z do że czy dla od po mi jego za są"),
            "sv", words("och att det som är en ett på inte jag för med hur vad av den till har om vi"));

    private static final Map<UnicodeScript, String> BY_SCRIPT = Map.ofEntries(
            Map.entry(UnicodeScript.HAN, "zh"),
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KATAKANA, "ja"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.CYRILLIC, "ru"),
            Map.entry(UnicodeScript.ARABIC, "ar"),
            Map.entry(UnicodeScript.HEBREW, "he"),
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.DEVANAGARI, "hi"));

    private Language() {}

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    /** The language of what the user said last; empty where it cannot be told. */
    static Optional<String> of(Prompt prompt) {
        return of(RoutingText.AS_WRITTEN.of(prompt));
    }

    /** The language of a text; empty where it cannot be told. */
    static Optional<String> of(String text) {
        String read = text.substring(0, Math.min(READ, text.length()));
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        read.codePoints().filter(Character::isLetter).forEach(c -> letters.merge(UnicodeScript.of(c), 1, Integer::sum));
        if (letters.containsKey(UnicodeScript.HIRAGANA) || letters.containsKey(UnicodeScript.KATAKANA)) {
            return Optional.of("ja");
        }
        int all = letters.values().stream().mapToInt(Integer::intValue).sum();
        return letters.entrySet().stream()
                .filter(entry -> 2 * entry.getValue() > all)
                .findFirst()
                .flatMap(main -> main.getKey() == UnicodeScript.LATIN
                        ? bySmallWords(read)
                        : Optional.ofNullable(BY_SCRIPT.get(main.getKey())));
    }

    private static Optional<String> bySmallWords(String text) {
        Map<String, Integer> hits = new HashMap<>();
        for (String word : WORDS.split(PlainText.lowerCase(text))) {
            SMALL_WORDS.forEach((language, words) -> {
                if (words.contains(word)) {
                    hits.merge(language, 1, Integer::sum);
                }
            });
        }
        int best = hits.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        var likely = hits.entrySet().stream()
                .filter(entry -> 3 * entry.getValue() >= 2 * best)
                .map(Map.Entry::getKey)
                .toList();
        return best >= 2 && likely.size() == 1 ? Optional.of(likely.getFirst()) : Optional.empty();
    }
}
