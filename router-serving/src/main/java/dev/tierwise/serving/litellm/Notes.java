package dev.tierwise.serving.litellm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a conversion could not carry over, or carried over with a difference, in the order of the file. */
final class Notes {
    private record Note(int line, String text) {}

    private final String file;
    private final List<Note> notes = new ArrayList<>();

    Notes(String file) {
        this.file = file;
    }

    void add(int line, String text) {
        notes.add(new Note(line, file + ":" + line + ": " + text));
    }

    List<String> lines() {
        return notes.stream()
                .sorted(Comparator.comparingInt(Note::line))
                .map(Note::text)
                .distinct()
                .toList();
    }
}
