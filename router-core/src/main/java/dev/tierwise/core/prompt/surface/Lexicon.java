package dev.tierwise.core.prompt.surface;

import java.util.Arrays;

/**
 * Word lists whose counts say something about how hard a prompt is. English only: other languages count nothing here and
 * are judged by their embedding and shape. Lookup is by a 64-bit FNV-1a hash of the lower-cased word, so that scanning a
 * prompt makes no strings.
 */
public final class Lexicon {
    /** What a list of words has in common; its place is its bit in {@link #groups}. */
    enum Group {
        NEGATION(
                "not no never none nor neither cannot without except least unlikely false incorrect isn aren doesn don didn won"),
        CONDITION("if unless suppose assume assuming given whether provided when would could otherwise case let"),
        COMPARISON(
                "more less than most least greater fewer higher lower larger smaller better best worse worst same equal"
                        + " compare compared versus twice half difference similar unlike closest"),
        QUANTITY(
                "many much each every all some any total number few several both per average remaining left altogether only"),
        CALCULATION(
                "calculate compute sum product multiply divide percent percentage ratio probability equation solve derivative"
                        + " integral area volume speed rate cost price value maximum minimum function matrix prime factor degree graph"
                        + " interest profit estimate mean median variance"),
        STATEMENT(
                "statement statements true false following i ii iii iv correct incorrect argument arguments conclusion premise"
                        + " valid assertion claim claims proposition"),
        LEGAL(
                "court plaintiff defendant contract statute law legal liability tort jury judge crime criminal constitutional"
                        + " evidence negligence landlord tenant lease clause rights property buyer seller deed sued suit homicide murder"),
        MEDICAL(
                "patient patients disease symptoms diagnosis treatment blood cell cells syndrome clinical drug dose therapy"
                        + " infection cancer pain acute chronic physician hospital medication protein gene genetic"),
        REASONING(
                "why explain prove proof because therefore reason reasons reasoning derive justify infer implies deduce analyze"
                        + " analyse evaluate show demonstrate consequence assume theory theorem hypothesis"),
        PROCEDURE(
                "step steps first second third then next after before finally until algorithm plan design implement optimize"
                        + " optimise process method strategy"),
        TIME("year years month months week weeks day days hour hours minute minutes ago later old age century daily"),
        MONEY(
                "dollar dollars cents usd euro euros pay paid sells sell sold buy buys bought spend spends spent money salary tax"),
        CODE(
                "function class method code python java javascript sql html css api string array list int return loop bug error"
                        + " compile regex json database query script variable program algorithm runtime exception"),
        CREATIVE(
                "write story poem essay letter email song blog article speech dialogue imagine creative character rewrite"
                        + " paraphrase tone style headline slogan"),
        EXTRACTION(
                "summarize summarise summary extract translate translation list classify identify find convert format rewrite"
                        + " fix correct spell grammar simple briefly short sentence"),
        SCIENCE(
                "energy force mass electron atom atomic molecule reaction acid charge velocity acceleration pressure temperature"
                        + " wave light voltage current field entropy equilibrium orbital species evolution"),
        SOCIETY(
                "government state states political policy economic economy trade market war president social culture religion"
                        + " moral ethics history party rights international power wealth"),
        PERSON("i you my your me we our he she his her they their"),
        CERTAINTY(
                "always must only certainly exactly necessarily all none every may might could possibly probably likely usually"),
        PASSAGE("passage excerpt text author according information source based article above below refers document");

        private final String words;

        Group(String words) {
            this.words = words;
        }
    }

    static final int GROUPS = Group.values().length;

    static final Lexicon ENGLISH = new Lexicon();

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] hashes;
    private final int[] bits;
    private final int mask;

    private Lexicon() {
        int words = Arrays.stream(Group.values())
                .mapToInt(group -> group.words.split(" ").length)
                .sum();
        int capacity = Integer.highestOneBit(words * 4);
        hashes = new long[capacity];
        bits = new int[capacity];
        mask = capacity - 1;
        Group[] all = Group.values();
        for (int bit = 0; bit < all.length; bit++) {
            for (String word : all[bit].words.split(" ")) {
                long hash = START;
                for (int i = 0; i < word.length(); i++) {
                    hash = extend(hash, word.charAt(i));
                }
                int slot = slot(hash);
                hashes[slot] = hash;
                bits[slot] |= 1 << bit;
            }
        }
    }

    /** The hash of the empty word. */
    static final long START = FNV_OFFSET;

    /** The hash of a word with one more lower-cased character. */
    static long extend(long hash, char c) {
        return (hash ^ c) * FNV_PRIME;
    }

    /** A bit per {@link Group} that the word with this hash belongs to; 0 for other words. */
    int groups(long hash) {
        return bits[slot(hash)];
    }

    private int slot(long hash) {
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
