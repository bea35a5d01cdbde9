package dev.tierwise.training.head;

/** Fits one family of heads. Deterministic: equal examples and seed give an equal head. */
public interface HeadTrainer {
    Head fit(Examples examples, long seed);
}
