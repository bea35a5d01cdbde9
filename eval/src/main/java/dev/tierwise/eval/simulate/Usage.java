package dev.tierwise.eval.simulate;

/**
 * Tokens as the provider bills them.
 *
 * @param input cached ones included
 */
record Usage(int input, int cached, int output) {
    int total() {
        return input + output;
    }
}
