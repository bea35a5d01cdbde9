package dev.tierwise.core.strategy;

import dev.tierwise.core.prompt.Prompt;
import java.util.List;

/**
 * One step of a router: drops or reorders candidates and says why. Pure: the same arguments give the same ranking, so
 * that serving runs it live and evaluation replays it.
 */
@FunctionalInterface
public interface Stage {
    Ranking rank(Prompt prompt, List<Candidate> candidates, Signals signals);
}
