package dev.tierwise.training.robust;

import java.util.Locale;

/** Where a gadget goes. */
public enum Place {
    /** Behind the prompt, on a line of its own. */
    BEHIND {
        @Override
        String put(String gadget, String prompt) {
            return prompt + "\n" + gadget;
        }
    },
    /** In front of the prompt, on a line of its own. */
    IN_FRONT {
        @Override
        String put(String gadget, String prompt) {
            return gadget + "\n" + prompt;
        }
    },
    /** Behind the prompt's first line, where answer options do not follow it yet. */
    WITHIN {
        @Override
        String put(String gadget, String prompt) {
            int end = prompt.indexOf('\n');
            return end < 0 ? prompt + " " + gadget : prompt.substring(0, end) + " " + gadget + prompt.substring(end);
        }
    },
    /** In front, within and behind, a copy each: what is meant to survive the loss of any one part. */
    EVERYWHERE {
        @Override
        String put(String gadget, String prompt) {
            return IN_FRONT.put(gadget, WITHIN.put(gadget, BEHIND.put(gadget, prompt)));
        }
    };

    abstract String put(String gadget, String prompt);

    /** The place in words. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
