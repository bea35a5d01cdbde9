package dev.tierwise.serving.recover;

/** The text a client has, and whether it is all the client has. */
final class Told {
    private final StringBuilder text = new StringBuilder();
    private final int maxLength;
    private boolean plain = true;

    Told(int maxLength) {
        this.maxLength = maxLength;
    }

    void add(String more) {
        if (text.length() + more.length() > maxLength) {
            beyondText();
        } else {
            text.append(more);
        }
    }

    /** The client has something that no other answer can be counted on to agree with, or the answer's end. */
    void beyondText() {
        plain = false;
    }

    boolean plain() {
        return plain;
    }

    String text() {
        return text.toString();
    }
}
