package dev.tierwise.core.strategy;

/**
 * One step of a router. Pure: the same facts, candidates and signals give the same answer, so that serving runs it live
 * and evaluation replays it. The one exception is {@link dev.tierwise.core.strategy.rank.StrongShareCap}, which remembers
 * what a client asked before. Either a {@link Filter}, whose word holds for fallbacks and later stages too, or a
 * {@link Ranker}, which orders what filters have left.
 */
public sealed interface Stage permits Filter, Ranker {
    /** What the configuration and the explanation call it. */
    String name();
}
